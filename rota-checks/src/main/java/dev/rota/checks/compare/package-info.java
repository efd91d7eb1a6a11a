/** Rota beside its peers: the same work, in one run, round by round. */
@NullMarked
package dev.rota.checks.compare;

import org.jspecify.annotations.NullMarked;
