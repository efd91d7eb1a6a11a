/** Real processes under fire: every task ends exactly once, and nothing is left. */
@NullMarked
package dev.rota.checks.chaos;

import org.jspecify.annotations.NullMarked;
