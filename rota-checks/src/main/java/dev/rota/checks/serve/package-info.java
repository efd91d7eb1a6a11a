/** A service under fire: {@code Fire} is the main class. */
@NullMarked
package dev.rota.checks.serve;

import org.jspecify.annotations.NullMarked;
