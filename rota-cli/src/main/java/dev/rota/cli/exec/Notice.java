package dev.rota.cli.exec;

import dev.rota.program.ProgramEvent;
import org.jspecify.annotations.Nullable;

/** What other threads tell the dispatcher. */
sealed interface Notice {
  /** Something happened to a program. */
  record Program(ProgramEvent event) implements Notice {}

  /** All output of a task is written. */
  record Printed(Task task) implements Notice {}

  /** There are inputs again, or there will be no more. */
  record Inputs() implements Notice {}

  /** Nobody starts programs any more, and those that ran are dead. */
  record Lost(String why) implements Notice {}

  /** The run is to end now: on a signal, or for a reason. */
  record Stop(@Nullable RuntimeException reason) implements Notice {}
}
