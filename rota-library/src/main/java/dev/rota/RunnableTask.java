package dev.rota;

import org.jspecify.annotations.Nullable;

/** A {@code Runnable} as a task; it can travel if the runnable and the result can. */
record RunnableTask<T>(Runnable runnable, @Nullable T result) implements Task<T> {

  @Override
  public @Nullable T call() {
    runnable.run();
    return result;
  }
}
