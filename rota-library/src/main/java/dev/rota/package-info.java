/**
 * The contract: what a {@link dev.rota.Pool} is, what goes in (a {@link dev.rota.Task} with its
 * {@link dev.rota.TaskOptions}) and what comes out (a {@link dev.rota.TaskFuture}, an {@link
 * dev.rota.Outcome}, a {@link dev.rota.TaskFailure}).
 *
 * <p>Nothing here knows how work is run; the packages beside this one do.
 */
@NullMarked
package dev.rota;

import org.jspecify.annotations.NullMarked;
