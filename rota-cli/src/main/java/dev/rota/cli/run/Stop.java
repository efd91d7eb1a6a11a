package dev.rota.cli.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends a run early: on Ctrl-C and other signals that end a process, or because the run itself gives
 * up. Whoever is told to end a run ends what would make it wait; the run then comes to its end by
 * itself, as always. A signal's thread waits for that, and thereby keeps the JVM alive so long.
 */
public final class Stop {
  private static final int LONGEST_WAIT_SECONDS = 20;

  private final CountDownLatch finished = new CountDownLatch(1);
  private @Nullable Runnable action; // guarded by this
  private boolean asked; // guarded by this

  /** From now on the JVM does not end before the run has. */
  public void listenToSignals() {
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
  public void whenAsked(Runnable action) {
    synchronized (this) {
      this.action = action;
      if (!asked) {
        return;
      }
    }
    action.run();
  }

  /** Has the run end. */
  public void ask() {
    Runnable todo;
    synchronized (this) {
      asked = true;
      todo = action;
    }
    if (todo != null) {
      todo.run();
    }
  }

  /** Whether the run was told to end. */
  public synchronized boolean isAsked() {
    return asked;
  }

  /** The run has come to its end, which lets a signal's thread go. */
  public void finished() {
    finished.countDown();
  }
}
