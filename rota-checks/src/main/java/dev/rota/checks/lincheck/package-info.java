/** Interleavings of threads, gone through by Lincheck. */
@NullMarked
package dev.rota.checks.lincheck;

import org.jspecify.annotations.NullMarked;
