package dev.rota.process;

import dev.rota.Attempt;
import dev.rota.Execution;
import dev.rota.TaskFuture;
import dev.rota.TaskOptions;
import dev.rota.TimeLimits;
import dev.rota.schedule.Backlog;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A task of a {@link ProcessPool}, which is its own future. Everything but the future's own state
 * is guarded by the pool's lock.
 */
final class ProcessTask<T> extends TaskFuture<T> {

  private static final int LONGEST_END = 200;

  private final ProcessPool pool;
  final Callable<T> callable;
  final TaskOptions options;
  final TimeLimits limits;
  final Cargo cargo;

  /** Whether the pool has taken it. */
  boolean admitted;

  /** Whether it stands in the queue, and between which others; the queue's. */
  boolean queued;

  @Nullable ProcessTask<?> previous;
  @Nullable ProcessTask<?> next;

  /** Its place in a queue by policy; the queue's. */
  Backlog.@Nullable Entry<ProcessTask<?>> entry;

  /** Whether it holds a place of the queue's bound. */
  boolean holdsPlace;

  /** The worker that it is with, null while it is with none. */
  @Nullable WorkerLink link;

  /** The run of that worker in which it is. */
  @Nullable Run run;

  /** If a task has submitted it: of which, and who is to be told of its end. */
  @Nullable Child child;

  /** Identifies the attempt that is with a worker. */
  long sequence;

  int attempts;
  int losses;
  String worker = "";
  long admittedAt;
  long sentAt;

  /** Its number among all that the pool admitted. */
  long number;

  /** The attempt that was told to have started and runs, 0 if none does. */
  int toldAttempt;

  /** When that started, as the observers were told. */
  long toldStart;

  private boolean started;
  private long startedAt;
  private long queueNanos;
  private long runNanos;
  private long cpuNanos;
  private long peakMemory;
  private @Nullable Attempt failed; // the last attempt, if it may be followed by another
  private @Nullable Deque<Attempt> history; // those before it
  private boolean settled; // nothing changes any more; published by the future's end

  ProcessTask(
      ProcessPool pool, Callable<T> callable, TaskOptions options, TimeLimits limits, Cargo cargo) {
    super(pool);
    this.pool = pool;
    this.callable = callable;
    this.options = options;
    this.limits = limits;
    this.cargo = cargo;
  }

  /** How many tasks there are above it, each submitted by the one before. */
  int depth() {
    return child == null ? 0 : child.depth;
  }

  /** Notes that the next attempt is with a worker. */
  void sentTo(WorkerLink link, Run run, long sequence, long now) {
    this.link = link;
    this.run = run;
    this.sequence = sequence;
    this.worker = link.name;
    this.sentAt = now;
  }

  /** Notes that it is with no worker any more. */
  void takenBack() {
    link = null;
    run = null;
  }

  /** Notes how an attempt went that began at {@code startedAt}. */
  void ran(long startedAt, long runNanos, long cpuNanos, long peakMemory) {
    if (failed != null) {
      remember(failed);
    }
    this.peakMemory = peakMemory;
    this.started = true;
    this.startedAt = startedAt;
    this.queueNanos = Math.max(0, startedAt - admittedAt);
    this.runNanos = Math.max(0, runNanos);
    this.cpuNanos = Math.max(0, cpuNanos);
  }

  private void remember(Attempt attempt) {
    if (history == null) {
      history = new ArrayDeque<>();
    }
    history.addLast(attempt);
    if (history.size() > Execution.MAX_HISTORY) {
      history.removeFirst();
    }
    failed = null;
  }

  /** The attempt that {@link #ran} was told of may not have been the last. */
  void mayRunAgain(String end) {
    failed =
        new Attempt(
            worker,
            Duration.ofNanos(runNanos),
            Duration.ofNanos(cpuNanos),
            peakMemory,
            end.length() > LONGEST_END ? end.substring(0, LONGEST_END) + "..." : end);
  }

  /** When the last attempt ended. */
  long endedAt(long now) {
    long end = startedAt + runNanos;
    return end - startedAt < 0 || end - now > 0 ? now : end;
  }

  /** From the admission to the last start, or until now if there was none. */
  long queueNanos(long now) {
    return started ? queueNanos : Math.max(0, now - admittedAt);
  }

  /** Of the last attempt, below zero if there was none. */
  long runNanos() {
    return started ? runNanos : -1;
  }

  long cpuNanos() {
    return cpuNanos;
  }

  @SuppressWarnings("unchecked")
  boolean returned(@Nullable Object value) {
    settled = true;
    boolean ended = succeed((T) value);
    if (ended && child != null) {
      child.returned(value);
    }
    return ended;
  }

  boolean failed(Throwable failure) {
    settled = true;
    boolean ended = fail(failure);
    if (ended && child != null) {
      child.failed(failure);
    }
    return ended;
  }

  @Override
  protected void abandon(boolean interrupt) {
    pool.abandon(this, interrupt);
  }

  @Override
  public Execution execution() {
    return isDone() && settled ? snapshot() : pool.locked(this::snapshot);
  }

  private Execution snapshot() {
    return new Execution(
        worker,
        attempts,
        Duration.ofNanos(queueNanos),
        Duration.ofNanos(runNanos),
        Duration.ofNanos(cpuNanos),
        peakMemory,
        history == null ? List.of() : List.copyOf(history));
  }
}
