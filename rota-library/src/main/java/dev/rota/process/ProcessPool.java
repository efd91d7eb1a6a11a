package dev.rota.process;

import static java.util.Objects.requireNonNull;

import dev.rota.AbstractPool;
import dev.rota.PoolBuilder;
import dev.rota.PoolStats;
import dev.rota.TaskCancelledException;
import dev.rota.TaskFailure;
import dev.rota.TaskFuture;
import dev.rota.TaskOptions;
import dev.rota.TaskOutOfMemoryException;
import dev.rota.TaskRejectedException;
import dev.rota.TaskTimedOutException;
import dev.rota.WorkerCrashedException;
import dev.rota.WorkerLostException;
import dev.rota.adapt.Meter;
import dev.rota.linux.ThreadCpuClock;
import dev.rota.observe.Announcer;
import dev.rota.observe.TaskEnd;
import dev.rota.schedule.Policy;
import dev.rota.supervise.Supervision;
import dev.rota.supervise.SupervisorEvent;
import dev.rota.wire.Parts;
import dev.rota.wire.Submission;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A pool whose workers are processes: JVMs of their own, started by this one, the master. A task
 * that crashes, hangs, floods its output or exhausts its heap costs its own result and nothing
 * else; the worker is replaced by a spare that is already waiting.
 *
 * <pre>{@code
 * try (ProcessPool pool = ProcessPool.builder().workers(4).heap("256m").build()) {
 *   TaskFuture<Integer> size = pool.submit(() -> parse(bytes).size());
 * }
 * }</pre>
 *
 * <p><b>What travels.</b> Tasks, functions and arguments go to the worker as built-in values or by
 * Java serialization; results come back as built-in values, records, enums and collections of
 * these, never by Java serialization. What cannot travel is refused with a {@link
 * dev.rota.NotShippableException} that names the class and the field.
 *
 * <p><b>What fails.</b> See {@link TaskFailure}: each way to fail has its own type. A task with
 * {@linkplain TaskOptions#withRetries(int) retries} is started again after a crash, a time-out or
 * exhausted memory.
 *
 * <p><b>What workers print</b> does not reach this process's streams; the last 64 KiB are in {@link
 * WorkerCrashedException#output()}.
 *
 * <p><b>Ends.</b> {@code close} and {@code shutdown} let the shutdown hooks of workers run, for two
 * seconds at most; {@code shutdownNow} does not. A pool that is not closed does not keep the JVM
 * alive. When the JVM ends, however it ends, its workers end too.
 */
public final class ProcessPool extends AbstractPool {

  /** How often an idempotent task may lose its worker through no fault of its own. */
  private static final int MAX_LOSSES = 10;

  private static final int LAST_ENDS_MILLIS = 1_000;

  private final Monitor monitor = new Monitor();
  private final Packing packing;
  private final Events events;
  private final Workforce workforce;
  private final LongAdder submitted = new LongAdder();
  private final LongAdder succeeded = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder cancelled = new LongAdder();

  ProcessPool(
      PoolBuilder<?> builder,
      Settings settings,
      @Nullable Policy policy,
      @Nullable Meter meter,
      Announcer announcer) {
    super(builder);
    var _ = limits(TaskOptions.defaults()); // refused before anything is started
    this.packing = new Packing(settings.maxMessage());
    Timer timer = new Timer(settings.name() + "-timer", monitor);
    this.events = new Events(settings.name(), announcer, monitor, System::nanoTime);
    this.workforce =
        new Workforce(
            settings,
            policy,
            meter,
            monitor,
            System::nanoTime,
            timer,
            new TaskEnds(),
            new NestedTasks(this, monitor, settings),
            events,
            this::leaveQueue);
    monitor.run(() -> workforce.tell(new SupervisorEvent.StrengthSet()));
  }

  /**
   * A builder with the defaults.
   *
   * @return a new builder
   */
  public static ProcessPoolBuilder builder() {
    return new ProcessPoolBuilder();
  }

  @Override
  protected <T> TaskFuture<T> newTask(Callable<T> task, TaskOptions options) {
    return new ProcessTask<>(this, task, options, limits(options), packing.pack(task));
  }

  @Override
  protected void enqueue(TaskFuture<?> future) {
    ProcessTask<?> task = (ProcessTask<?>) future;
    monitor.run(
        () -> {
          refuseIfClosed();
          if (task.child != null) {
            task.child.admit();
          }
          task.admitted = true;
          task.holdsPlace = true;
          task.admittedAt = System.nanoTime();
          submitted.increment();
          events.taskQueued(task);
          workforce.dispatcher().add(task);
          workforce.tasksCame();
        });
  }

  /** A task that a task in a worker submits. */
  ProcessTask<?> newTask(Submission submission) {
    TaskOptions options = submission.options();
    Cargo cargo = new Cargo(Parts.part(submission.call()), null);
    return new ProcessTask<>(this, ProcessPool::calledElsewhere, options, limits(options), cargo);
  }

  private static @Nullable Object calledElsewhere() {
    throw new AssertionError("what a task submits is called in workers only");
  }

  /** Queues such a task. */
  void admit(ProcessTask<?> task) {
    admitFromInside(task);
  }

  Workforce workforce() {
    return workforce;
  }

  private void refuseIfClosed() {
    Supervision supervision = workforce.supervision();
    if (supervision.mode() != Supervision.Mode.RUNNING) {
      throw new TaskRejectedException(
          TaskRejectedException.Reason.SHUT_DOWN, "the pool was shut down");
    }
    if (supervision.isStuck()) {
      throw circuitOpen(workforce.lastDeath());
    }
  }

  /** How many workers will end with this process even if they are stopped. */
  long armed() {
    return monitor.get(workforce::armed);
  }

  static TaskRejectedException circuitOpen(String why) {
    return new TaskRejectedException(
        TaskRejectedException.Reason.CIRCUIT_OPEN, "workers die as soon as they start: " + why);
  }

  @Override
  protected boolean isInsideTask() {
    return false; // tasks run in other processes
  }

  @Override
  protected boolean countsCpuTime() {
    return ThreadCpuClock.isReadable();
  }

  <R> R locked(Supplier<R> action) {
    return monitor.get(action);
  }

  /** The future of a task was completed by somebody else than its worker. */
  void abandon(ProcessTask<?> task, boolean interrupt) {
    monitor.run(
        () -> {
          Dispatcher dispatcher = workforce.dispatcher();
          WorkerLink link = task.link;
          if (task.queued) {
            dispatcher.remove(task);
          } else if (link != null && !dispatcher.takeOut(task, link)) {
            stillRuns(task, link);
            if (interrupt) {
              workforce.interrupt(task, link);
            }
          }
          if (task.admitted) {
            cancelled.increment();
            ended(task, TaskEnd.CANCELLED);
          }
          drainIfDone();
        });
  }

  /** The future of a task is about to end, or has, while a worker goes on with the task. */
  private void stillRuns(ProcessTask<?> task, WorkerLink link) {
    long now = System.nanoTime();
    long startedAt = task.toldAttempt > 0 ? task.toldStart : link.slots.startedAt(task, now);
    task.ran(startedAt, now - startedAt, 0, 0);
    events.taskStarted(task, startedAt);
  }

  /** The one place where every task that was admitted passes when its future has ended. */
  private void ended(ProcessTask<?> task, TaskEnd how) {
    countTimes(task.queueNanos(System.nanoTime()), task.runNanos());
    events.taskEnded(task, how);
  }

  private void drainIfDone() {
    Dispatcher dispatcher = workforce.dispatcher();
    if (workforce.supervision().mode() == Supervision.Mode.DRAINING
        && dispatcher.isQueueEmpty()
        && workforce.isIdle()) {
      workforce.tell(new SupervisorEvent.Drained());
    }
  }

  @Override
  public void shutdown() {
    closeAdmission();
    monitor.run(
        () -> {
          workforce.tell(new SupervisorEvent.Shutdown());
          drainIfDone();
        });
  }

  /** Futures end before their tasks are interrupted: what a task makes of that must not count. */
  @Override
  public List<Runnable> shutdownNow() {
    closeAdmission();
    List<ProcessTask<?>> running = new ArrayList<>();
    List<ProcessTask<?>> neverStarted = new ArrayList<>();
    monitor.run(
        () -> {
          workforce.tell(new SupervisorEvent.Shutdown());
          workforce.hurry();
          workforce.dispatcher().stop();
          workforce.takeAllBack();
          neverStarted.addAll(workforce.dispatcher().removeAll());
          running.addAll(workforce.running());
          running.forEach(task -> stillRuns(task, requireNonNull(task.link)));
        });
    running.forEach(this::cancelledByShutdown);
    neverStarted.forEach(this::cancelledByShutdown);
    monitor.run(
        () -> {
          running.forEach(this::interruptIfRunning);
          drainIfDone();
        });
    return neverStarted.stream()
        .filter(task -> task.depth() == 0) // the others are not the caller's
        .map(task -> neverStarted(task.callable, task))
        .toList();
  }

  private void interruptIfRunning(ProcessTask<?> task) {
    WorkerLink link = task.link;
    if (link != null) {
      workforce.interrupt(task, link);
    }
  }

  private void cancelledByShutdown(ProcessTask<?> task) {
    if (task.failed(new TaskCancelledException("the pool was shut down at once"))) {
      cancelled.increment();
      ended(task, TaskEnd.CANCELLED);
    }
  }

  @Override
  public boolean isShutdown() {
    return monitor.get(() -> workforce.supervision().mode() != Supervision.Mode.RUNNING);
  }

  @Override
  public boolean isTerminated() {
    return workforce.ended().getCount() == 0 && allHaveEnded();
  }

  private boolean allHaveEnded() {
    return submitted.sum() == succeeded.sum() + failed.sum() + cancelled.sum();
  }

  /**
   * The workers are gone, but threads that end their last tasks, outside of the lock, may not have
   * come to it yet. There is a limit because one of them may run a stage that waits here.
   */
  private void awaitLastEnds() throws InterruptedException {
    for (int i = 0; i < LAST_ENDS_MILLIS && !allHaveEnded(); i++) {
      Thread.sleep(1);
    }
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    boolean ended = workforce.ended().await(timeout, unit);
    if (ended) {
      awaitLastEnds();
      events.deliverAll();
    }
    return ended;
  }

  @Override
  public PoolStats stats() {
    return monitor.get(
        () -> {
          Dispatcher dispatcher = workforce.dispatcher();
          int ready = dispatcher.busy() + dispatcher.idle();
          int spares = Math.clamp(ready - workforce.workers(), 0, dispatcher.idle());
          return new PoolStats(
              workforce.workers(),
              dispatcher.busy(),
              dispatcher.idle() - spares,
              spares,
              0,
              queued(),
              submitted.sum(),
              succeeded.sum(),
              failed.sum(),
              cancelled.sum(),
              workforce.started(),
              workforce.deaths(),
              isCircuitOpen(),
              isCircuitOpen() ? workforce.lastDeath() : "",
              queueTimes(),
              runTimes(),
              workforce.sizing(sizing()),
              dispatcher.policyFailure());
        });
  }

  private boolean isCircuitOpen() {
    return !(workforce.supervision().circuit() instanceof Supervision.Circuit.Closed);
  }

  /** How tasks end, and the counting of it. */
  private final class TaskEnds implements Ends {

    @Override
    public void returned(ProcessTask<?> task, @Nullable Object value) {
      if (task.returned(value)) {
        succeeded.increment();
        ended(task, TaskEnd.SUCCEEDED);
      }
    }

    @Override
    public void failed(ProcessTask<?> task, Throwable failure) {
      if (task.failed(failure)) {
        failed.increment();
        ended(task, TaskEnd.of(failure));
      }
    }

    @Override
    public void attemptFailed(ProcessTask<?> task, TaskFailure failure) {
      boolean mayTryAgain = mayTryAgain(task, failure);
      if (mayTryAgain && !task.isDone() && !workforce.dispatcher().isStopped()) {
        events.taskRetried(task, failure, System.nanoTime());
        workforce.dispatcher().add(task);
      } else {
        monitor.afterwards(() -> failed(task, failure.asException()));
      }
    }

    private static boolean mayTryAgain(ProcessTask<?> task, TaskFailure failure) {
      if (failure instanceof WorkerLostException) {
        return task.options.idempotent() && task.losses++ < MAX_LOSSES;
      }
      task.attempts++;
      boolean ofTheWorker =
          failure instanceof WorkerCrashedException
              || failure instanceof TaskTimedOutException
              || failure instanceof TaskOutOfMemoryException;
      return ofTheWorker && task.attempts <= task.options.retries();
    }

    @Override
    public void refuse(ProcessTask<?> task, String why) {
      monitor.afterwards(() -> failed(task, circuitOpen(why)));
    }

    @Override
    public void lookIfDrained() {
      drainIfDone();
    }
  }
}
