/**
 * {@link dev.rota.process.ProcessPool}: a pool whose workers are processes, seen from the master.
 *
 * <p>A task goes {@code ProcessPool -> TaskQueue -> WorkerLink -> (the worker) -> WorkerLink ->
 * ProcessTask}. What to do when a worker dies, hangs or is to go is decided by {@link
 * dev.rota.supervise.Supervisor}; {@code Workforce} only does what it says.
 */
@NullMarked
package dev.rota.process;

import org.jspecify.annotations.NullMarked;
