package dev.rota.cli.exec;

import dev.rota.MapOptions.Order;
import dev.rota.cli.output.LineOutput;
import dev.rota.program.ProgramEvent.Started;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** What becomes of the output of tasks, in which order. Used by the dispatcher's thread. */
final class Printing {
  private final boolean lines;
  private final boolean inOrder;
  private final Printer printer;
  private final LinePump pump;
  private final Sequence sequence = new Sequence();

  /**
   * Writes to standard output and standard error.
   *
   * @param printed told of each task whose output is written; by any thread
   * @param failed told why nothing can be written any more; by any thread
   */
  Printing(ExecRequest.Outputs outputs, Consumer<Task> printed, Consumer<RuntimeException> failed) {
    var out = LineOutput.to(null);
    var err = LineOutput.toStandardError();
    lines = outputs.lines();
    inOrder = outputs.order() == Order.INPUT;
    printer = new Printer(out, err, outputs.tag(), printed, failed);
    pump = new LinePump(out, err, outputs.tag(), printed, failed);
  }

  /** A task is on its way. */
  void expect(Task task) {
    if (inOrder) {
      sequence.begin(task);
    }
  }

  /** Its program runs, and has pipes. */
  void started(Task task, Started started) throws IOException {
    if (lines) {
      pump.begin(task, started);
    }
  }

  /**
   * An attempt has ended.
   *
   * @param last whether no other follows
   * @return whether there is something left to be written, which will be told
   */
  boolean ended(Task task, boolean last) {
    if (lines && task.end != null) {
      pump.end(task);
      return true;
    }
    boolean hasOutput = last && !task.output().isEmpty();
    if (inOrder && last) {
      print(sequence.end(task, hasOutput));
    } else if (hasOutput) {
      printer.print(task);
    }
    return hasOutput;
  }

  /** Prints what has been held back for others that will not end any more. */
  void rest() {
    print(sequence.rest());
  }

  private void print(List<Task> tasks) {
    for (var task : tasks) {
      printer.print(task);
    }
  }
}
