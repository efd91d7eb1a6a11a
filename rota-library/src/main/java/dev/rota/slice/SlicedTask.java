package dev.rota.slice;

import static java.util.Objects.requireNonNull;

import dev.rota.Execution;
import dev.rota.TaskCancelledException;
import dev.rota.TaskFuture;
import dev.rota.TaskTimedOutException;
import dev.rota.TimeLimits;
import dev.rota.observe.TaskEnd;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A task of a {@link SlicedPool} and its future.
 *
 * <p>Two things happen to it, one apart from the other: it is queued and perhaps run by a strand,
 * and its future ends. The carrier from which the strand came down ends the future of a task that
 * returned; so the thread has ended then, its CPU time is known, and no stage runs in its turn.
 */
/* Synchronization: `phase` goes from QUEUED to STARTING and STARTED by the carrier that got it, or
 * to DROPPED by who ended the future before: who wins tells the pool's queue. Whoever loses against
 * STARTING waits until the start has been told, a few hundred ns. What the body leaves behind is
 * handed to the carrier by the thread's end. */
final class SlicedTask<T> extends TaskFuture<T> {

  private static final byte NEW = 0;
  private static final byte QUEUED = 1;
  private static final byte STARTING = 2;
  private static final byte STARTED = 3;
  private static final byte DROPPED = 4;

  private static final VarHandle PHASE;

  static {
    try {
      PHASE = MethodHandles.lookup().findVarHandle(SlicedTask.class, "phase", byte.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final SlicedPool pool;
  private final TimeLimits limits;
  private final String name;
  private final Strand strand;
  private @Nullable Callable<T> call; // null once it ran: a future that is kept does not keep it
  private @Nullable T value;
  private @Nullable Throwable thrown;
  private volatile byte phase;
  private volatile boolean interruptAsked;
  private volatile boolean returned;
  private volatile @Nullable String worker;
  private volatile @Nullable Future<?> alarm;
  private long number; // among all that the pool admitted
  private long queuedAt;
  private long startedAt;
  private volatile long endedAt;

  SlicedTask(SlicedPool pool, Callable<T> call, TimeLimits limits, String name, Terms terms) {
    super(pool);
    this.pool = pool;
    this.call = call;
    this.limits = limits;
    this.name = name;
    this.strand = pool.scheduler().newStrand(terms, this);
  }

  Strand strand() {
    return strand;
  }

  /** Under the scheduler's lock: it is admitted. */
  void queued(long byNumber, long now) {
    number = byNumber;
    queuedAt = now;
    pool.queued(this);
    phase = QUEUED;
  }

  boolean wasQueued() {
    return phase != NEW;
  }

  /** For the carrier that got it: it starts, unless it was dropped. */
  boolean starts(Carrier on) {
    if (isDone()) {
      pool.drop(this); // before whoever ended it could, or it was not queued yet then
      return false;
    }
    if (!PHASE.compareAndSet(this, QUEUED, STARTING)) {
      return false;
    }
    try {
      startedAt = pool.time();
      worker = on.getName();
      pool.started(this, on.getName());
    } finally {
      phase = STARTED; // whatever happened, others spin until it is
    }
    pool.deliver(); // only now: an observer may cancel this very task
    return true;
  }

  /** For who ended the future: true if it never starts. */
  boolean drops() {
    while (true) {
      switch (phase) {
        case QUEUED -> {
          if (PHASE.compareAndSet(this, QUEUED, DROPPED)) {
            endedAt = pool.time();
            return true;
          }
        }
        case STARTING -> Thread.onSpinWait();
        default -> {
          return false;
        }
      }
    }
  }

  /** The name of its thread, if such threads have names. */
  String threadName() {
    return pool.threadNames() + number;
  }

  /** What its thread runs. */
  Runnable body() {
    return this::runBody;
  }

  private void runBody() {
    try {
      if (limits.isLimited()) {
        pool.alarm().lookIn(limits.soonest(), this);
      }
      value = requireNonNull(call).call();
    } catch (Throwable t) { // an Error too: it is the task's failure, and the carrier lives on
      thrown = t;
    }
    call = null;
  }

  /** For a carrier that could not make its thread. */
  void threw(Throwable failure) {
    thrown = failure;
  }

  /** For the carrier: the strand has ended. */
  void ended() {
    if (phase != STARTED) {
      return; // it was dropped
    }
    try {
      endedAt = pool.time();
      returned = true;
      watch(null);
      endFuture();
    } catch (
        Throwable e) { // out of memory, perhaps: somebody may wait for an end, of whatever kind
      failWith(e);
    }
  }

  private void endFuture() {
    @Nullable Throwable failure = thrown;
    if (failure != null) {
      failWith(failure);
    } else if (succeed(value)) {
      pool.tally().succeeded.increment();
      pool.ended(this, TaskEnd.SUCCEEDED);
    }
  }

  /** Times out if a limit was passed, and says 0 then; else how soon one can be, in ns. */
  long timeOutIfOverdue() {
    long wall = runNanos();
    long cpu = limits.asksForCpu(wall) ? pool.scheduler().cpuNanos(strand) : 0;
    TaskTimedOutException passed = limits.passed(wall, cpu);
    if (passed == null) {
      return limits.left(wall, cpu);
    }
    failWith(passed);
    return 0;
  }

  private void failWith(Throwable failure) {
    if (fail(failure)) {
      pool.tally().failed.increment();
      pool.ended(this, TaskEnd.of(failure));
    }
  }

  void cancelForShutdown() {
    if (fail(new TaskCancelledException("the pool was shut down at once")) && phase == STARTED) {
      pool.cancelled(this); // else whoever dropped it counts it
    }
  }

  /** Interrupts the task if it runs, now or as soon as it has a thread. */
  void interrupt() {
    interruptAsked = true;
    interruptIfAsked();
  }

  /** For the carrier that just made the thread, too: one of the two sees both. */
  void interruptIfAsked() {
    Thread thread = strand.thread;
    if (interruptAsked && thread != null) {
      thread.interrupt();
    }
  }

  boolean hasStarted() {
    return phase == STARTED;
  }

  boolean isRunning() {
    return phase == STARTED && !returned;
  }

  /** Takes the alarm in place of the one before it; none for a task that has returned. */
  synchronized void watch(@Nullable Future<?> next) {
    Future<?> before = alarm;
    if (before != null) {
      before.cancel(false);
    }
    alarm = returned ? null : next;
    if (returned && next != null) {
      next.cancel(false);
    }
  }

  long number() {
    return number;
  }

  /** How the task is called in events. */
  String name() {
    return name;
  }

  /** The carrier that started it, null if none did. */
  @Nullable String worker() {
    return worker;
  }

  long queuedAt() {
    return queuedAt;
  }

  long startedAt() {
    return startedAt;
  }

  /** When it ended; now if it did not yet. */
  long endedAt() {
    return returned || phase == DROPPED ? endedAt : pool.time();
  }

  /** From the admission to the start, or to the end if it never started. */
  long queueNanos() {
    return (worker == null ? endedAt() : startedAt) - queuedAt;
  }

  /** How long it ran, so far if it still does; below zero if it never started. */
  long runNanos() {
    return worker == null ? -1 : endedAt() - startedAt;
  }

  Callable<T> call() {
    return requireNonNull(call);
  }

  @Override
  public Execution execution() {
    if (phase == NEW) {
      return Execution.NONE;
    }
    String on = worker;
    Duration queueTime = Duration.ofNanos(queueNanos());
    return on == null
        ? new Execution("", 0, queueTime, Duration.ZERO, Duration.ZERO)
        : new Execution(
            on,
            1,
            queueTime,
            Duration.ofNanos(runNanos()),
            Duration.ofNanos(pool.scheduler().cpuNanos(strand)));
  }

  @Override
  protected void abandon(boolean interrupt) {
    pool.abandon(this, interrupt);
  }
}
