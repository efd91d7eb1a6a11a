package dev.rota.cli.map;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends a run early: on Ctrl-C and other signals that end a process, or because the run itself gives
 * up. Whoever is told to end a run ends what would make it wait; the run then comes to its end by
 * itself, as always. A signal's thread waits for that, and thereby keeps the JVM alive so long.
 */
final class Stop {
  private static final int LONGEST_WAIT_SECONDS = 20;

  private final CountDownLatch finished = new CountDownLatch(1);
  private @Nullable Runnable action; // guarded by this
  private boolean asked; // guarded by this

  /** From now on the JVM does not end before the run has. */
  void listenToSignals() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::signalled, "rota-stop"));
  }

  private void signalled() {
    ask();
    try {
      var _ = finished.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What to do when asked; done at once if that has happened already. */
  void whenAsked(Runnable action) {
    synchronized (this) {
      this.action = action;
      if (!asked) {
        return;
      }
    }
    action.run();
  }

  void ask() {
    Runnable todo;
    synchronized (this) {
      asked = true;
      todo = action;
    }
    if (todo != null) {
      todo.run();
    }
  }

  synchronized boolean isAsked() {
    return asked;
  }

  void finished() {
    finished.countDown();
  }
}
