/** The contract that every pool keeps: pools, tasks, outcomes and failures. */
@NullMarked
package dev.rota;

import org.jspecify.annotations.NullMarked;
