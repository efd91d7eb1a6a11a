package dev.rota.worker;

import static java.util.Objects.requireNonNull;

import dev.rota.AbstractPool;
import dev.rota.Pool;
import dev.rota.PoolBuilder;
import dev.rota.PoolStats;
import dev.rota.TaskCancelledException;
import dev.rota.TaskFuture;
import dev.rota.TaskOptions;
import dev.rota.TaskRejectedException;
import dev.rota.wire.Call;
import dev.rota.wire.JavaSerialization;
import dev.rota.wire.Submission;
import dev.rota.wire.ValueWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * The master's pool, as one task of this worker sees it. It ends with the task. Safe for many
 * threads: the task may hand it on to those that it starts.
 */
/* Synchronization: `this` guards `ended` and is held while the master is told of a task: what it
 * hears of a task's children it hears before the end of the task. */
final class NestedPool extends AbstractPool {

  private final Submissions submissions;
  private final int slot;
  private final long parent;
  private boolean ended;

  /** Of the task with the sequence number {@code parent} in {@code slot}. */
  NestedPool(Submissions submissions, int slot, long parent) {
    super(new Options().queueCapacity(submissions.queueCapacity));
    this.submissions = submissions;
    this.slot = slot;
    this.parent = parent;
  }

  /** What is current on this thread, which runs tasks. */
  static void serveTasks(Nesting nesting) {
    serve(nesting);
  }

  private static final class Options extends PoolBuilder<Options> {
    @Override
    public Pool build() {
      throw new UnsupportedOperationException();
    }

    @Override
    protected Options self() {
      return this;
    }
  }

  @Override
  protected <T> TaskFuture<T> newTask(Callable<T> task, TaskOptions options) {
    ValueWriter call = new ValueWriter(submissions.maxMessage, new JavaSerialization());
    Call.writeNested(call, task);
    ValueWriter message = new ValueWriter(submissions.maxMessage, null);
    message.write(Submission.of(parent, options, call.toByteArray()));
    return new NestedTask<>(this, submissions.nextId(), message.toByteArray());
  }

  @Override
  protected synchronized void enqueue(TaskFuture<?> future) {
    if (ended) {
      throw new TaskRejectedException(
          TaskRejectedException.Reason.SHUT_DOWN, "the task that this pool was given to has ended");
    }
    NestedTask<?> task = (NestedTask<?>) future;
    byte[] message = requireNonNull(task.message);
    task.message = null;
    submissions.submit(slot, task, message);
  }

  /** Never waits for room, on whichever thread of the task. */
  @Override
  protected boolean isInsideTask() {
    return true;
  }

  /** A task of this pool has ended. */
  void ended() {
    leaveQueue();
  }

  /** Somebody else than the master has ended the future of a task. */
  void abandon(NestedTask<?> task, boolean interrupt) {
    if (submissions.forget(task)) {
      ended();
      synchronized (this) {
        if (!ended) {
          submissions.cancel(task, interrupt);
        }
      }
    }
  }

  /** The task that this pool belongs to has ended, and with it all that it has submitted. */
  void end() {
    synchronized (this) {
      ended = true;
    }
    for (NestedTask<?> task : submissions.of(this)) {
      if (submissions.forget(task)) {
        task.lost(new TaskCancelledException("the task that submitted it has ended"));
      }
    }
  }

  @Override
  public synchronized boolean isShutdown() {
    return ended;
  }

  @Override
  public boolean isTerminated() {
    return isShutdown();
  }

  @Override
  public void shutdown() {
    throw notOurs("shut down");
  }

  @Override
  public List<Runnable> shutdownNow() {
    throw notOurs("shut down");
  }

  @Override
  public void close() {
    throw notOurs("closed");
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    throw notOurs("waited for");
  }

  @Override
  public PoolStats stats() {
    throw notOurs("asked for its stats");
  }

  private static UnsupportedOperationException notOurs(String what) {
    return new UnsupportedOperationException(
        "the pool belongs to the master: it cannot be " + what + " in a worker");
  }
}
