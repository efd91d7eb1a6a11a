/** Sliced threads beside virtual and platform threads and processes, measured in one run. */
@NullMarked
package dev.rota.checks.slices;

import org.jspecify.annotations.NullMarked;
