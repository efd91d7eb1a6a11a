package dev.rota;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** A stage that depends on a task, so that the stages after it run where it does. */
final class StageFuture<T> extends CompletableFuture<T> {

  private final Executor executor;

  StageFuture(Executor executor) {
    this.executor = executor;
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new StageFuture<>(executor);
  }

  @Override
  public Executor defaultExecutor() {
    return executor;
  }
}
