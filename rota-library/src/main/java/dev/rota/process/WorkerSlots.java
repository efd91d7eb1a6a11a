package dev.rota.process;

import static java.util.Objects.requireNonNull;

import dev.rota.wire.Slots;
import java.util.function.BooleanSupplier;

/**
 * What shared memory says of the tasks that are with one worker. If the file was cut short under
 * the mapping, which only that worker can have done, nothing is known and nothing can be changed.
 * Guarded by the pool's lock.
 */
final class WorkerSlots {

  private final Slots slots;

  WorkerSlots(Slots slots) {
    this.slots = slots;
  }

  /** Puts a run into its slot. */
  void send(Run run, int count) {
    var _ =
        Faults.ask(
            () -> {
              slots.send(run.slot, run.first, count);
              return true;
            },
            false);
  }

  /** Takes back the tasks of a run from {@code from} on, and returns the first that was. */
  long revoke(Run run, long from) {
    return Faults.ask(() -> slots.revoke(run.slot, from), Slots.NONE);
  }

  /** What became of a task of a run. */
  Slots.State state(Run run, long sequence) {
    return Faults.ask(() -> slots.state(run.slot, sequence), Slots.State.FREE);
  }

  Slots.State state(ProcessTask<?> task) {
    return state(requireNonNull(task.run), task.sequence);
  }

  /** Whether a task has started and not ended. */
  boolean isRunning(ProcessTask<?> task) {
    Slots.State state = state(task);
    return state == Slots.State.STARTED || state == Slots.State.INTERRUPTED;
  }

  /** Says from now on whether a task that is doomed has yet to end, also when it is given up. */
  BooleanSupplier untilOver(ProcessTask<?> task) {
    Run run = requireNonNull(task.run);
    long sequence = task.sequence;
    return () -> state(run, sequence) != Slots.State.OVER;
  }

  /** Has a running task interrupted, once the worker is woken; false if it does not run. */
  boolean interrupt(ProcessTask<?> task) {
    return Faults.ask(() -> slots.interrupt(slot(task), task.sequence), false);
  }

  /** True if a task still ran and its end no longer counts. */
  boolean doom(ProcessTask<?> task) {
    return Faults.ask(() -> slots.doom(slot(task), task.sequence), false);
  }

  /** When a task started, as the worker says if that is possible. */
  long startedAt(ProcessTask<?> task, long now) {
    long said =
        Faults.ask(() -> slots.startedAt(slot(task), task.sequence, task.sentAt), task.sentAt);
    return said - task.sentAt < 0 ? task.sentAt : said - now > 0 ? now : said;
  }

  /** Where the CPU clock of its thread stood then, in ns, as the worker says. */
  long startedCpu(ProcessTask<?> task) {
    return Faults.ask(() -> slots.startedCpu(slot(task)), 0L);
  }

  /** The system's number of the thread that runs a task, 0 if it is not known. */
  long thread(ProcessTask<?> task) {
    return Faults.ask(() -> slots.thread(slot(task)), 0L);
  }

  private static int slot(ProcessTask<?> task) {
    return requireNonNull(task.run).slot;
  }
}
