package dev.rota.slice;

import dev.rota.AbstractPool;
import dev.rota.PoolStats;
import dev.rota.TaskFuture;
import dev.rota.TaskOptions;
import dev.rota.TaskRejectedException;
import dev.rota.observe.Announcer;
import dev.rota.observe.TaskEnd;
import dev.rota.schedule.Policy;
import dev.rota.slice.weave.Weaving;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A pool of time-sliced virtual threads: a task that computes for long does not starve its
 * neighbours, because the carrier is taken from it when its time slice is over.
 *
 * <pre>{@code
 * try (SlicedPool pool = SlicedPool.builder().quantum(Duration.ofMillis(1)).build()) {
 *   pool.submit(() -> hog());
 *   pool.submit(() -> quick());
 * }
 * }</pre>
 *
 * <p><b>Turns.</b> Each task is a virtual thread. A {@linkplain dev.rota.schedule.Policy policy}
 * decides which of those that can run get the {@linkplain SlicedPoolBuilder#workers carriers}, and
 * for how long. A task that waits for I/O, a lock, a queue or a sleep gives its carrier up as any
 * virtual thread does; one that computes gives it up at the next poll after its slice. Polls are
 * where woven code has them, or where the code calls {@link Slice#poll()}.
 *
 * <p><b>Where no poll is</b> (code of the JDK, class initialisers, native calls, file I/O) a task
 * keeps its carrier. Then a spare carrier takes over the queue until it comes back, up to a
 * {@linkplain SlicedPoolBuilder#spares bound}; {@link #slices} counts that. A task is never taken
 * off its carrier inside {@link Slice#whole}.
 *
 * <p><b>Locks</b> that a task holds stay held while others have their turns. Under a policy that
 * starves nobody they are released sooner or later. Under one that does, such as strict priority, a
 * task that never gets a turn can hold up one that goes before it. Not so with a {@link Mutex}: who
 * waits for it lends its turns to the one that has it.
 *
 * <p><b>Accounts.</b> A task is charged the CPU time that it uses, as the operating system counts
 * it; {@link TaskFuture#execution()} tells it. Threads that a task starts have accounts of their
 * own, with the share and the weight of the task.
 *
 * <p><b>Tasks of tasks.</b> A task may submit others and wait for them. <b>Failures</b> are what
 * the task threw. <b>A thread cannot be killed</b>: a task that is overdue or cancelled is
 * interrupted; if it goes on for longer than the {@linkplain SlicedPoolBuilder#interruptGrace grace
 * period} it counts as abandoned, keeps getting its turns, and the pool does not wait for it.
 *
 * <p><b>Stats.</b> Of its workers as many are busy as there are tasks alive, whether these run or
 * wait; a pool terminates when all sliced threads have ended.
 */
public final class SlicedPool extends AbstractPool {

  static {
    var _ = Poll.hook(SlicedPool::preempt);
    serveBy(SlicedPool::ofCurrentThread);
  }

  private final int workers;
  private final LongSupplier clock;
  private final String threadNames;
  private final Alarm alarm;
  private final Tally tally = new Tally();
  private final Events events;
  private final Scheduler scheduler;
  private final AtomicInteger carriersStarted = new AtomicInteger();

  SlicedPool(
      SlicedPoolBuilder builder,
      Threads threads,
      String name,
      int workers,
      int spares,
      long mostAlive,
      Policy policy,
      Duration interruptGrace,
      LongSupplier clock,
      Announcer announcer) {
    super(builder);
    var _ = limits(TaskOptions.defaults()); // refused before anything is started
    this.workers = workers;
    this.clock = clock;
    this.threadNames = name + "-task-";
    this.events = new Events(name, announcer, clock);
    this.alarm = new Alarm(this, name, interruptGrace);
    this.scheduler =
        new Scheduler(threads, name, workers, spares, mostAlive, policy, clock, new Carriers(name));
  }

  /**
   * A builder with the defaults.
   *
   * @return a new builder
   */
  public static SlicedPoolBuilder builder() {
    return new SlicedPoolBuilder(Threads.VIRTUAL);
  }

  /**
   * A builder of pools that need neither an agent nor an option of the JVM. Each task has a
   * platform thread of its own, and gives its carrier up where it calls {@link Slice#poll()}; one
   * that waits or does not poll in time keeps it, and a spare carrier takes over. So a switch takes
   * two hand-offs between threads, and tasks are as expensive as threads.
   *
   * @return a new builder, with 1,024 {@linkplain SlicedPoolBuilder#tasks tasks} and as many
   *     {@linkplain SlicedPoolBuilder#spares spares}
   */
  public static SlicedPoolBuilder cooperative() {
    return new SlicedPoolBuilder(Threads.COOPERATIVE).tasks(1024).spares(1024);
  }

  /** What becomes of carriers and their strands. */
  private final class Carriers implements Scheduler.CarrierFactory {
    private final String prefix;
    private final @Nullable ClassLoader loader = Thread.currentThread().getContextClassLoader();

    Carriers(String name) {
      this.prefix = name + "-worker-";
    }

    @Override
    public Carrier make(Scheduler by, int number) {
      return new Carrier(SlicedPool.this, by, prefix + number, loader);
    }

    @Override
    public void came(Carrier carrier) {
      carriersStarted.incrementAndGet();
      events.workerReady(carrier);
      events.deliver();
    }

    @Override
    public void left(Carrier carrier) {
      events.workerDied(carrier);
      events.deliver();
    }

    @Override
    public void ended(Strand strand) {
      if (strand.task != null) {
        strand.task.ended();
      }
    }
  }

  private static void preempt() {
    Carrier carrier = Carrier.current();
    if (carrier != null) {
      carrier.poll();
    } else {
      Marks.OF_ALL_POOLS.lowerIfUnneeded();
    }
  }

  private static @Nullable SlicedPool ofCurrentThread() {
    Carrier carrier = Carrier.current();
    Strand strand = carrier == null ? null : carrier.strand();
    return carrier != null && strand != null && strand.task != null ? carrier.pool() : null;
  }

  void start() {
    scheduler.start();
  }

  Scheduler scheduler() {
    return scheduler;
  }

  Alarm alarm() {
    return alarm;
  }

  Tally tally() {
    return tally;
  }

  String threadNames() {
    return threadNames;
  }

  long time() {
    return clock.getAsLong();
  }

  /**
   * Makes sliced threads for whoever takes a factory of threads: a web server, an executor, a
   * structured task scope. They take turns with the tasks of the pool, which does not terminate
   * before they have ended; none can be started once it is shut down.
   *
   * @return a factory of virtual threads, for use by any thread
   */
  public ThreadFactory threadFactory() {
    return threadFactory(TaskOptions.defaults());
  }

  /**
   * The same with share, weight, priority and expected time by the options; nothing else of them
   * applies.
   *
   * @param options what is said about the threads
   * @return a factory of virtual threads, for use by any thread
   */
  public ThreadFactory threadFactory(TaskOptions options) {
    Terms terms = Terms.of(options);
    return body -> {
      Strand strand = scheduler.newStrand(terms, null);
      Thread thread = scheduler.threads().unstarted(strand, threadNames, body);
      strand.thread = thread;
      return thread;
    };
  }

  /**
   * Counts turns, preemptions and spare carriers.
   *
   * @return the counts at about this moment
   */
  public SliceStats slices() {
    return scheduler.stats();
  }

  @Override
  protected <T> TaskFuture<T> newTask(Callable<T> task, TaskOptions options) {
    return new SlicedTask<>(
        this, task, limits(options), events.name(task, options), Terms.of(options));
  }

  @Override
  protected void enqueue(TaskFuture<?> future) {
    try {
      scheduler.arrive(((SlicedTask<?>) future).strand());
    } catch (RejectedExecutionException e) {
      throw new TaskRejectedException(
          TaskRejectedException.Reason.SHUT_DOWN, "the pool was shut down");
    }
    events.deliver();
  }

  /** For a task: it is admitted; under the scheduler's lock, so the event is only put down. */
  void queued(SlicedTask<?> task) {
    events.taskQueued(task);
  }

  @Override
  protected boolean isInsideTask() {
    return scheduler.current() != null;
  }

  @Override
  protected boolean countsCpuTime() {
    return CpuClock.counts();
  }

  @Override
  protected void beginWaiting(@Nullable TaskFuture<?> task) {
    scheduler.taskWaits(task instanceof SlicedTask<?> awaited ? awaited.strand() : null);
  }

  @Override
  protected void endWaiting() {
    scheduler.taskWaitsNoMore();
  }

  /** For a task: a carrier begins with it; the event is only put down. */
  void started(SlicedTask<?> task, String worker) {
    leaveQueue();
    events.taskStarted(task, worker);
  }

  void deliver() {
    events.deliver();
  }

  /** For a task whose future somebody else than its carrier has ended. */
  void abandon(SlicedTask<?> task, boolean interrupt) {
    if (!task.wasQueued() || drop(task) || !task.hasStarted()) {
      return;
    }
    cancelled(task);
    if (interrupt && task.isRunning()) {
      alarm.interrupt(task);
    }
  }

  /** Sees to it that a task whose future has ended never starts; true if this call did so. */
  boolean drop(SlicedTask<?> task) {
    if (!task.drops()) {
      return false;
    }
    leaveQueue();
    scheduler.withdraw(task.strand());
    cancelled(task);
    return true;
  }

  void cancelled(SlicedTask<?> task) {
    tally.cancelled.increment();
    ended(task, TaskEnd.CANCELLED);
  }

  /** For the alarm: the task was interrupted and has not returned in time. */
  void overdue(SlicedTask<?> task) {
    if (!task.isRunning()) {
      return;
    }
    if (scheduler.isStarved(task.strand())) {
      alarm.interrupt(task); // it had no turn in which to end
    } else {
      scheduler.abandon(task.strand());
    }
  }

  /** The future of a task that was admitted has ended. */
  void ended(SlicedTask<?> task, TaskEnd how) {
    countTimes(task.queueNanos(), task.runNanos());
    events.taskEnded(task, how);
    events.deliver();
  }

  @Override
  public void shutdown() {
    scheduler.close();
    closeAdmission();
  }

  @Override
  public List<Runnable> shutdownNow() {
    closeAdmission();
    List<Strand> all = scheduler.end();
    List<Runnable> neverStarted = new ArrayList<>();
    for (Strand strand : all) { // before any is stopped, in whose stead another would start
      SlicedTask<?> task = strand.task;
      if (task != null && !task.isDone() && drop(task)) {
        neverStarted.add(neverStarted(task.call(), task));
      }
    }
    for (Strand strand : all) {
      if (strand.task == null) {
        interrupt(strand.thread);
      } else {
        strand.task.cancelForShutdown();
        strand.task.interrupt();
      }
    }
    return neverStarted;
  }

  private static void interrupt(@Nullable Thread thread) {
    if (thread != null) {
      thread.interrupt();
    }
  }

  @Override
  public boolean isShutdown() {
    return scheduler.isClosed();
  }

  @Override
  public boolean isTerminated() {
    return scheduler.gone().getCount() == 0;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    if (!scheduler.gone().await(timeout, unit)) {
      return false;
    }
    alarm.stop();
    events.deliverAll();
    return true;
  }

  private static String woven() {
    return Weaving.installed() ? Weaving.stats().toString() : "no agent weaves classes in this JVM";
  }

  @Override
  public PoolStats stats() {
    SliceStats slices = slices();
    long abandoned = scheduler.abandoned();
    int busy = (int) Math.min(workers, slices.alive() - abandoned);
    return new PoolStats(
        workers,
        busy,
        workers - busy,
        slices.idleSpares(),
        (int) abandoned,
        queued(),
        scheduler.submitted(),
        tally.succeeded.sum(),
        tally.failed.sum(),
        tally.cancelled.sum(),
        Math.min(workers, carriersStarted.get()),
        Map.of(),
        false,
        "",
        queueTimes(),
        runTimes(),
        sizing() + "; " + woven(),
        slices.policyFailure());
  }
}
