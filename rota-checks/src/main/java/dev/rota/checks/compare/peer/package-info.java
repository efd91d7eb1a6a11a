/** The pools that are compared, and the ways to give them work. */
@NullMarked
package dev.rota.checks.compare.peer;

import org.jspecify.annotations.NullMarked;
