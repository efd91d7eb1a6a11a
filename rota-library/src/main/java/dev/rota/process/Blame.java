package dev.rota.process;

import static java.util.Objects.requireNonNull;

import dev.rota.TaskFailure;
import dev.rota.WorkerLostException;
import dev.rota.wire.Slots;
import java.util.List;

/**
 * Who has to answer for the death of a worker that died by itself. If one of several tasks that ran
 * there is proved to have done it, by the JVM's crash report or by what the worker saw of an exit,
 * the others have only lost their worker; without a proof it is charged to all of them.
 *
 * @param death what is charged
 * @param culprits to which tasks
 */
record Blame(Death death, List<ProcessTask<?>> culprits) {

  /** Judges by what is in shared memory and in the crash report. */
  static Blame of(Death death, WorkerLink link) {
    List<ProcessTask<?>> ran = link.tasks().stream().filter(link::isRunning).toList();
    if (ran.isEmpty()) {
      return new Blame(death, first(link));
    }
    if (ran.size() == 1) {
      return new Blame(death, ran);
    }
    long thread = guiltyThread(death, link);
    Slots slots = link.memory.slots();
    return ran.stream()
        .filter(task -> thread != 0 && slots.thread(requireNonNull(task.run).slot) == thread)
        .findFirst()
        .map(task -> new Blame(death, List.of(task)))
        .orElseGet(() -> new Blame(death.amongSeveral(ran.size()), ran));
  }

  /** What was to be heard of next, if the worker leaves it unclear what ran. */
  private static List<ProcessTask<?>> first(WorkerLink link) {
    List<ProcessTask<?>> tasks = link.tasks();
    return tasks.stream()
        .filter(task -> link.state(task) != Slots.State.DONE)
        .findFirst()
        .or(() -> tasks.stream().findFirst())
        .<List<ProcessTask<?>>>map(List::of)
        .orElse(List.of());
  }

  private static long guiltyThread(Death death, WorkerLink link) {
    return death.thread() != 0 ? death.thread() : link.memory.exiting();
  }

  /** What a task that was there ends with. */
  TaskFailure failure(ProcessTask<?> task) {
    return culprits.contains(task)
        ? death.failure()
        : new WorkerLostException("the worker died: " + death.cause());
  }
}
