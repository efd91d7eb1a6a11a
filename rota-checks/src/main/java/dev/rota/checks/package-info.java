/** Benchmarks, stress tests and model checks of the library. */
@NullMarked
package dev.rota.checks;

import org.jspecify.annotations.NullMarked;
