package dev.rota.process;

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
    List<ProcessTask<?>> ran = link.runs.tasks().stream().filter(link.slots::isRunning).toList();
    if (ran.isEmpty()) {
      return new Blame(death, first(link));
    }
    if (ran.size() == 1) {
      return new Blame(death, ran);
    }
    long thread = guiltyThread(death, link);
    return ran.stream()
        .filter(task -> thread != 0 && link.slots.thread(task) == thread)
        .findFirst()
        .map(task -> new Blame(death, List.of(task)))
        .orElseGet(() -> new Blame(death, ran));
  }

  /** What was to be heard of next, if the worker leaves it unclear what ran. */
  private static List<ProcessTask<?>> first(WorkerLink link) {
    List<ProcessTask<?>> tasks = link.runs.tasks();
    return tasks.stream()
        .filter(task -> link.slots.state(task) != Slots.State.DONE)
        .findFirst()
        .or(() -> tasks.stream().findFirst())
        .<List<ProcessTask<?>>>map(List::of)
        .orElse(List.of());
  }

  private static long guiltyThread(Death death, WorkerLink link) {
    return death.thread() != 0 ? death.thread() : Faults.ask(link.memory::exiting, 0L);
  }

  /** What a task that was there ends with; each has a failure of its own. */
  TaskFailure failure(ProcessTask<?> task) {
    return culprits.contains(task)
        ? death.failureOfOneAmong(culprits.size())
        : new WorkerLostException("the worker died: " + death.cause());
  }
}
