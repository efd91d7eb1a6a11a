package dev.rota;

import static java.util.Objects.requireNonNull;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The future of a submitted task. {@code get} throws an {@link ExecutionException} whose cause is a
 * {@link TaskFailure} or, on a shared heap, what the task itself threw.
 *
 * <p><b>Cancelling.</b> {@code cancel} completes the future at once. A task that has not started
 * never will; a running one is interrupted if {@code cancel(true)} was called and, in a process
 * that does not heed it, killed after a grace period. Completing or obtruding the future from
 * outside also cancels the work.
 *
 * <p><b>Stages.</b> Dependent stages never run on a thread that serves a worker: they run on the
 * pool's stage executor (by default a virtual thread each), or on the caller's thread when the
 * future is already done. Two steps make that so: the outcome is published to waiters first, by a
 * state of this class, and then to the {@code CompletableFuture} it extends, on the stage executor:
 * at once if the future has stages, within about a millisecond if it has none, which {@code allOf}
 * and {@code anyOf} can notice if they are asked in that moment.
 *
 * <p><b>Memory effects.</b> What happened before the completion happens-before {@code get} returns.
 *
 * @param <T> the type of the result
 */
public abstract class TaskFuture<T> extends CompletableFuture<T> implements RunnableFuture<T> {

  private static final VarHandle END;
  private static final VarHandle LATCH;

  static {
    try {
      MethodHandles.Lookup own = MethodHandles.lookup();
      END = own.findVarHandle(TaskFuture.class, "end", End.class);
      LATCH = own.findVarHandle(TaskFuture.class, "latch", CountDownLatch.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final AbstractPool pool;
  private @Nullable Runnable atEnd; // this and the next are handed on by the pool's queue
  private boolean internal;
  private volatile @Nullable End<T> end; // null, then set once; only obtruding sets it again

  // Each is set by who comes, who looks at the end afterwards; whoever sets the end looks at it
  // afterwards: one of them sees the other.
  private volatile boolean staged; // there is a stage, or there will be in a moment
  private volatile @Nullable CountDownLatch latch; // there is somebody who waits

  /**
   * For the tasks of pools.
   *
   * @param pool the pool, on whose stage executor dependent stages run
   */
  protected TaskFuture(AbstractPool pool) {
    this.pool = pool;
  }

  /**
   * How the task is being or was run.
   *
   * @return worker, attempts and times as far as known
   */
  public abstract Execution execution();

  /**
   * Stops the work, because nobody will see its result; called once, after the future is done.
   *
   * @param interrupt whether to stop it if it already runs
   */
  protected abstract void abandon(boolean interrupt);

  /**
   * Ends the future with the task's result.
   *
   * @param value the result, possibly null
   * @return false if it had ended before
   */
  protected final boolean succeed(@Nullable T value) {
    return end(new End<>(value, null), () -> {});
  }

  /**
   * Ends the future with a failure.
   *
   * @param failure what {@code get} shows as the cause; of this task alone, as it is told how it
   *     ran
   * @return false if it had ended before
   */
  protected final boolean fail(Throwable failure) {
    tellHowItRan(failure);
    return end(new End<>(null, failure), () -> {});
  }

  private void tellHowItRan(Throwable failure) {
    switch (failure) {
      case FailedRun run -> run.ran(execution());
      case NotShippableException e -> e.ran(execution());
      default -> {}
    }
  }

  /** Ends the future from outside; the work is stopped first, as a stage may take its time. */
  private boolean end(End<T> how, boolean interrupt) {
    return end(how, () -> abandon(interrupt));
  }

  private boolean end(End<T> how, Runnable beforeStages) {
    if (!END.compareAndSet(this, null, how)) {
      return false;
    }
    tellWaiters();
    try {
      beforeStages.run();
    } finally {
      if (staged || getNumberOfDependents() > 0) {
        pool.stages().publish(this);
      } else if (!internal) {
        pool.stages().publishSoon(this);
      }
    }
    return true;
  }

  /**
   * Has something quick done by whoever ends this future, as soon as waiters can see the end.
   * Unlike a stage it depends on no executor. To be called at most once, before the task is queued.
   */
  final void whenEnded(Runnable quick) {
    atEnd = quick;
  }

  /** Declares that nobody else ever gets hold of this future, so that it needs no publishing. */
  final void withoutStages() {
    internal = true;
  }

  /** Brings the end to the superclass, which runs what depends on it. */
  final void publish() {
    End<T> how = awaited();
    if (how.failure() == null) {
      super.complete(how.value());
    } else {
      super.completeExceptionally(how.failure());
    }
  }

  /** To be called before a stage is added. If the future has ended, the stage shall see it so. */
  private void expectStage() {
    staged = true;
    if (end != null && getNumberOfDependents() == 0) {
      publish();
    }
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    expectStage();
    return new StageFuture<>(pool.stages().executor());
  }

  @Override
  public CompletionStage<T> minimalCompletionStage() {
    expectStage();
    return super.minimalCompletionStage();
  }

  @Override
  public CompletableFuture<T> toCompletableFuture() {
    expectStage();
    return this;
  }

  /** Does nothing: the pool runs the task. Once the pool is shut down the future is done. */
  @Override
  public void run() {}

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    End<T> cancelled = new End<>(null, new TaskCancelledException("cancelled"));
    return end(cancelled, mayInterruptIfRunning) || isCancelled();
  }

  @Override
  public boolean complete(@Nullable T value) {
    return end(new End<>(value, null), true);
  }

  @Override
  public boolean completeExceptionally(Throwable failure) {
    return end(new End<>(null, requireNonNull(failure, "failure")), true);
  }

  @Override
  public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
    requireNonNull(supplier, "supplier");
    executor.execute(
        () -> {
          if (isDone()) {
            return;
          }
          T value;
          try {
            value = supplier.get();
          } catch (Throwable thrown) {
            completeExceptionally(new CompletionException(thrown));
            return;
          }
          complete(value);
        });
    return this;
  }

  @Override
  public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier) {
    return completeAsync(supplier, defaultExecutor());
  }

  @Override
  public void obtrudeValue(@Nullable T value) {
    obtrude(new End<>(value, null));
    super.obtrudeValue(value);
  }

  @Override
  public void obtrudeException(Throwable failure) {
    obtrude(new End<>(null, requireNonNull(failure, "failure")));
    super.obtrudeException(failure);
  }

  private void obtrude(End<T> how) {
    boolean first = END.getAndSet(this, how) == null;
    if (first) {
      tellWaiters();
      abandon(true);
    }
  }

  private void tellWaiters() {
    CountDownLatch waiting = latch;
    if (waiting != null) {
      waiting.countDown();
    }
    if (atEnd != null) {
      atEnd.run();
    }
  }

  @Override
  public T get() throws InterruptedException, ExecutionException {
    End<T> how = end;
    if (how == null) {
      awaitEnd();
      how = awaited();
    }
    return how.got();
  }

  @Override
  public T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    End<T> how = end;
    if (how == null) {
      CountDownLatch ended = latch();
      if (!pool.waiting(this, () -> ended.await(timeout, unit))) {
        throw new TimeoutException();
      }
      how = awaited();
    }
    return how.got();
  }

  @Override
  public T join() {
    boolean interrupted = false;
    End<T> how = end;
    while (how == null) {
      try {
        awaitEnd();
      } catch (InterruptedException e) {
        interrupted = true;
      }
      how = end;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return how.joined();
  }

  @Override
  public T getNow(T valueIfAbsent) {
    End<T> how = end;
    return how == null ? valueIfAbsent : how.joined();
  }

  @Override
  public boolean isDone() {
    return end != null;
  }

  @Override
  public boolean isCancelled() {
    return state() == State.CANCELLED;
  }

  @Override
  public boolean isCompletedExceptionally() {
    State state = state();
    return state == State.FAILED || state == State.CANCELLED;
  }

  @Override
  public State state() {
    End<T> how = end;
    return how == null ? State.RUNNING : how.state();
  }

  @Override
  public T resultNow() {
    return endedBefore().resultNow();
  }

  @Override
  public Throwable exceptionNow() {
    return endedBefore().exceptionNow();
  }

  private End<T> endedBefore() {
    End<T> how = end;
    if (how == null) {
      throw new IllegalStateException("the task has not ended");
    }
    return how;
  }

  @Override
  public Executor defaultExecutor() {
    return pool.stages().executor();
  }

  private void awaitEnd() throws InterruptedException {
    CountDownLatch ended = latch();
    var _ =
        pool.waiting(
            this,
            () -> {
              ended.await();
              return true;
            });
  }

  /** What to wait for until there is an end. */
  private CountDownLatch latch() {
    LATCH.compareAndSet(this, null, new CountDownLatch(1));
    CountDownLatch waiting = requireNonNull(latch);
    if (end != null) {
      waiting.countDown();
    }
    return waiting;
  }

  private End<T> awaited() {
    return requireNonNull(end);
  }
}
