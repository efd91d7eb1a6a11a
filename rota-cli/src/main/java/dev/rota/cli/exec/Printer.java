package dev.rota.cli.exec;

import dev.rota.cli.output.LineOutput;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * Writes the output of tasks that have ended, one after the other, on a thread of its own: whoever
 * reads it may be slow, while tasks still end and time out.
 */
final class Printer {
  private final LineOutput out;
  private final LineOutput err;
  private final boolean tagged;
  private final Consumer<Task> printed;
  private final Consumer<RuntimeException> failed;
  private final BlockingQueue<Task> queue = new LinkedBlockingQueue<>();
  private boolean running;

  /**
   * Starts nothing yet.
   *
   * @param tagged whether each line has its input before it
   * @param printed told of each task, by the printing thread
   * @param failed told why nothing more is printed, by the same
   */
  Printer(
      LineOutput out,
      LineOutput err,
      boolean tagged,
      Consumer<Task> printed,
      Consumer<RuntimeException> failed) {
    this.out = out;
    this.err = err;
    this.tagged = tagged;
    this.printed = printed;
    this.failed = failed;
  }

  void print(Task task) {
    queue.add(task);
    if (!running) {
      running = true;
      Thread.ofPlatform().daemon().name("rota-printer").start(this::printAll);
    }
  }

  private void printAll() {
    try {
      while (true) {
        var task = queue.take();
        write(task);
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

  private void write(Task task) throws IOException {
    copy(task, task.output().out(), out);
    copy(task, task.output().err(), err);
  }

  private void copy(Task task, String from, LineOutput to) throws IOException {
    if (from.isEmpty()) {
      return;
    }
    try (var file = new FileInputStream(from)) {
      if (tagged) {
        to.copy(file, out -> new Tagger(out, task.item.text()));
      } else {
        to.copy(file);
      }
    }
  }
}
