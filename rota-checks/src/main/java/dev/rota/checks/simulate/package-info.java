/** What simulating costs. */
@NullMarked
package dev.rota.checks.simulate;

import org.jspecify.annotations.NullMarked;
