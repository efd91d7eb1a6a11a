package dev.rota.cli.exec;

import dev.rota.cli.exec.input.Item;
import dev.rota.program.ProgramEvent.Ended;
import dev.rota.program.ProgramEvent.Written;
import org.jspecify.annotations.Nullable;

/** An input on its way. Belongs to the dispatcher until it has ended, then to whoever prints it. */
final class Task {
  private static final Written NOTHING = new Written("", 0, "", 0);

  final Item item;
  int attempts;
  int seat;

  /** By which the guardian knows it, while it runs or has output. */
  int number;

  /** By the monotonic clock. */
  long started;

  /** When its program started, by the clock on the wall, in ms; known at its end. */
  long startedAt;

  boolean overdue;

  /** Null while it has not ended, or if it could not be started. */
  @Nullable Ended end;

  /** Why it could not be started, as errno; 0 if it could. */
  int error;

  /** Whether it has ended for good, by itself. */
  boolean isFinished;

  Task(Item item) {
    this.item = item;
  }

  boolean isSuccess() {
    return end != null && end.isSuccess() && !overdue;
  }

  Written output() {
    return end == null ? NOTHING : end.output();
  }
}
