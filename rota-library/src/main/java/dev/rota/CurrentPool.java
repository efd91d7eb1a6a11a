package dev.rota;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Which pool a thread serves. Set once a thread, so that it costs a task nothing. */
final class CurrentPool {

  private static final ThreadLocal<@Nullable Supplier<? extends Pool>> SERVED = new ThreadLocal<>();

  /** Finds the pool of a thread that serves one without having been told so by {@link #serve}. */
  private static volatile Supplier<? extends @Nullable Pool> finder = () -> null;

  private CurrentPool() {}

  static void serveBy(Supplier<? extends @Nullable Pool> byThread) {
    finder = byThread;
  }

  static void serve(Supplier<? extends Pool> pool) {
    SERVED.set(pool);
  }

  static Pool get() {
    Supplier<? extends Pool> served = SERVED.get();
    Pool found = served == null ? finder.get() : served.get();
    if (found == null) {
      throw new IllegalStateException(
          "no task of a pool runs on this thread; a thread that a task starts gets its pool from"
              + " the task");
    }
    return found;
  }
}
