package dev.rota;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Which pool a thread serves. Set once a thread, so that it costs a task nothing. */
final class CurrentPool {

  private static final ThreadLocal<@Nullable Supplier<? extends Pool>> SERVED = new ThreadLocal<>();

  private CurrentPool() {}

  static void serve(Supplier<? extends Pool> pool) {
    SERVED.set(pool);
  }

  static Pool get() {
    Supplier<? extends Pool> served = SERVED.get();
    if (served == null) {
      throw new IllegalStateException(
          "no task of a pool runs on this thread; a thread that a task starts gets its pool from"
              + " the task");
    }
    return served.get();
  }
}
