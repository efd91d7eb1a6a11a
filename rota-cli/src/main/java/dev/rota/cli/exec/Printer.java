package dev.rota.cli.exec;

import dev.rota.cli.exec.input.Item;
import dev.rota.cli.output.LineOutput;
import dev.rota.program.ProgramEvent.Written;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the output of tasks that have ended, one after the other, on a thread of its own: whoever
 * reads it may be slow, while tasks still end and time out.
 */
final class Printer {
  private static final Task END = new Task(new Item(0, List.of()));

  private final LineOutput out;
  private final LineOutput err;
  private final Consumer<Task> printed;
  private final Consumer<RuntimeException> failed;
  private final BlockingQueue<Task> queue = new LinkedBlockingQueue<>();
  private @Nullable Thread thread;

  /**
   * Starts nothing yet.
   *
   * @param printed told of each task, by the printing thread
   * @param failed told why nothing more is printed, by the same
   */
  Printer(
      LineOutput out, LineOutput err, Consumer<Task> printed, Consumer<RuntimeException> failed) {
    this.out = out;
    this.err = err;
    this.printed = printed;
    this.failed = failed;
  }

  void print(Task task) {
    queue.add(task);
    if (thread == null) {
      thread = Thread.ofPlatform().daemon().name("rota-printer").start(this::printAll);
    }
  }

  /** Waits until all is printed, or for so long. */
  void finish(long millis) {
    var printing = thread;
    if (printing != null) {
      queue.add(END);
      try {
        printing.join(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void printAll() {
    try {
      for (var task = queue.take(); task != END; task = queue.take()) {
        write(task.output());
        printed.accept(task);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      failed.accept(new IllegalStateException("cannot read the output of a program", e));
    } catch (RuntimeException e) {
      failed.accept(e);
    }
  }

  private void write(Written output) throws IOException {
    copy(output.out(), out);
    copy(output.err(), err);
  }

  private static void copy(String from, LineOutput to) throws IOException {
    if (!from.isEmpty()) {
      try (var file = new FileInputStream(from)) {
        to.copy(file);
      }
    }
  }
}
