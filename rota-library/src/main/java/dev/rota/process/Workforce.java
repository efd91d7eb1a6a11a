package dev.rota.process;

import static java.util.Objects.requireNonNull;

import dev.rota.TaskFailure;
import dev.rota.WorkerLostException;
import dev.rota.wire.Slots;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The workers of a pool: does what the {@link Supervisor} wants done and tells it what happened,
 * and sees to it that no task is forgotten when a worker goes. Methods are called under the pool's
 * lock unless they say otherwise.
 */
final class Workforce {

  /** How long a worker may take from its start to being ready. */
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  /** How long a worker that was told to exit may take. */
  private static final Duration EXIT_LIMIT = Duration.ofSeconds(2);

  /** How long workers stay that worked instead of others. */
  private static final Duration SURPLUS_KEPT = Duration.ofSeconds(2);

  private final Settings settings;
  private final Monitor monitor;
  private final LongSupplier clock;
  private final Timer timer;
  private final ExecutorService spawner;
  private Supervisor supervisor;
  private final Dispatcher dispatcher;
  private final Ends ends;
  private final NestedTasks nested;
  private final Events events;
  private final Map<Integer, WorkerLink> links = new HashMap<>();
  private final Map<String, Long> deaths = new TreeMap<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Progress progress;
  private final Upkeep upkeep;
  private Supervision supervision;
  private long started;
  private boolean hurried;
  private boolean dismissing;
  private int waiting; // tasks that wait for tasks of their own
  private final long poolStarted = System.currentTimeMillis();
  private String lastDeath = "";

  Workforce(
      Settings settings,
      Monitor monitor,
      LongSupplier clock,
      Timer timer,
      Ends ends,
      NestedTasks nested,
      Events events,
      Runnable placeFree) {
    this.settings = settings;
    this.monitor = monitor;
    this.clock = clock;
    this.timer = timer;
    this.ends = ends;
    this.nested = nested;
    this.events = events;
    this.spawner = Executors.newSingleThreadExecutor(this::spawnerThread);
    this.supervisor = supervisor(0);
    this.supervision = supervisor.initial();
    this.progress = new Progress(timer, clock, events, this);
    this.upkeep = new Upkeep(settings.recycling(), timer, clock, this);
    Thread.startVirtualThread(SharedFile::sweep);
    this.dispatcher = new Dispatcher(settings.workers(), clock, progress::watch, placeFree);
  }

  private Supervisor supervisor(int more) {
    return new Supervisor(
        settings.workers() + settings.spares() + more,
        settings.restartIntensity(),
        settings.restartPeriod().toNanos(),
        Supervisor.LEAST_BACKOFF,
        Supervisor.MOST_BACKOFF);
  }

  /**
   * One thread starts all workers and lives as long as the pool: workers ask the kernel to be
   * killed when the thread that started them ends.
   */
  private Thread spawnerThread(Runnable loop) {
    return Thread.ofPlatform().daemon().name(settings.name() + "-spawner").unstarted(loop);
  }

  Dispatcher dispatcher() {
    return dispatcher;
  }

  NestedTasks nested() {
    return nested;
  }

  Supervision supervision() {
    return supervision;
  }

  /** What the last worker that died died of, in one line. */
  String lastDeath() {
    return lastDeath;
  }

  long started() {
    return started;
  }

  Map<String, Long> deaths() {
    return deaths;
  }

  long armed() {
    return links.values().stream().filter(link -> link.memory.isArmed()).count();
  }

  /** Counted down when all workers are gone for good. */
  CountDownLatch ended() {
    return ended;
  }

  /** Tells the supervisor and does what it says. */
  void tell(SupervisorEvent event) {
    Supervisor.Step step = supervisor.next(supervision, event, clock.getAsLong());
    events.circuit(supervision.circuit(), step.state().circuit(), lastDeath);
    supervision = step.state();
    step.actions().forEach(this::perform);
  }

  private void perform(SupervisorAction action) {
    switch (action) {
      case SupervisorAction.Spawn(int worker) -> spawner.execute(() -> spawn(worker));
      case SupervisorAction.Stop(int worker) -> stop(worker);
      case SupervisorAction.Kill(int worker) -> kill(worker);
      case SupervisorAction.WakeAt(long at) -> wakeAt(at);
      case SupervisorAction.RefuseQueued() ->
          dispatcher.removeAll().forEach(task -> ends.refuse(task, lastDeath));
      case SupervisorAction.Finish() -> finish();
    }
  }

  /** A task of a worker waits, with it {@code waiting} in all: others work in their stead. */
  void relieve(WorkerLink worker, ProcessTask<?> task, int waiting) {
    takenUp(worker, requireNonNull(task.run), task);
    this.waiting = waiting;
    supervisor = supervisor(workersFor(waiting));
    tell(new SupervisorEvent.Built());
    dispatcher.relieved(workersFor(waiting));
  }

  /** Only {@code waiting} tasks still wait. */
  void resume(int waiting) {
    this.waiting = waiting;
    dispatcher.relieved(workersFor(waiting));
    supervisor = supervisor(workersFor(waiting));
    dismissLater();
  }

  /** How many workers do as much as the threads on which {@code waiting} tasks wait. */
  private int workersFor(int waiting) {
    return Math.ceilDiv(waiting, settings.threadsPerWorker());
  }

  /** Whether, if {@code waiting} tasks wait, nothing is left that could run what they wait for. */
  boolean allWait(int waiting) {
    return supervision.circuit() instanceof Supervision.Circuit.Open
        && supervision.strength() * settings.threadsPerWorker() <= waiting;
  }

  private void dismissLater() {
    if (!dismissing) {
      dismissing = true;
      var _ = timer.in(SURPLUS_KEPT.toNanos(), this::dismiss);
    }
  }

  private void dismiss() {
    dismissing = false;
    int surplus = supervision.strength() - supervisor.strength();
    if (surplus > 0 && supervision.mode() == Supervision.Mode.RUNNING) {
      dispatcher.idle(surplus).forEach(link -> retire(link, "fewer are needed"));
      dismissLater();
    }
  }

  private void wakeAt(long nanoTime) {
    var _ = timer.in(nanoTime - clock.getAsLong(), () -> tell(new SupervisorEvent.Woken()));
  }

  private void finish() {
    spawner.shutdown();
    timer.stop();
    ended.countDown();
  }

  /** On the spawner's thread, without the lock. */
  private void spawn(int worker) {
    boolean wanted =
        monitor.get(() -> supervision.workers().get(worker) == Supervision.Phase.STARTING);
    if (!wanted) {
      monitor.run(() -> tell(new SupervisorEvent.Died(worker)));
      return;
    }
    try {
      start(worker, SharedFile.create());
    } catch (
        Throwable e) { // also out of memory or threads: the thread must live, see spawnerThread
      String reason = e.toString().lines().findFirst().orElse(""); // there may be advice below
      String message = "a worker cannot be started: " + reason;
      monitor.run(() -> buried(worker, "cannot start", message));
    }
  }

  private void start(int worker, SharedFile file) throws IOException {
    Path errorFile = Settings.errorFile(worker, poolStarted);
    Process process;
    try {
      process = new WorkerCommand(settings).start(file.path(), errorFile);
    } catch (Throwable e) {
      file.unlink();
      file.arena().close();
      throw e;
    }
    try {
      employ(worker, process, file);
    } catch (Throwable e) {
      process.destroyForcibly();
      file.unlink();
      throw e;
    }
  }

  private void employ(int worker, Process process, SharedFile file) {
    int maxTasks = settings.recycling().maxTasks(worker);
    int threads = settings.threadsPerWorker();
    WorkerLink link =
        new WorkerLink(worker, name(worker), maxTasks, threads, process, file.memory());
    WorkerReader reader =
        new WorkerReader(link, settings, monitor, this, ends, events, () -> exited(link, file));
    monitor.run(() -> employed(link));
    try {
      reader.start();
    } catch (Throwable e) { // there are no more threads
      monitor.run(() -> forget(link));
      file.arena().close();
      throw e;
    }
    var _ = process.onExit().thenRun(() -> Thread.startVirtualThread(() -> ended(reader)));
  }

  /**
   * Without the lock. The reader notices a worker's end by itself, and needs no thread for it that
   * there may not be; unless programs that the worker has started keep its pipe open.
   */
  private static void ended(WorkerReader reader) {
    reader.awaitEnd();
    reader.exited();
  }

  private void forget(WorkerLink link) {
    links.remove(link.number);
    link.cancelAlarms();
  }

  private String name(int worker) {
    return settings.name() + "-worker-" + worker;
  }

  /** Without the lock. Nobody looks at the shared memory of a worker that {@link #died} forgot. */
  private void exited(WorkerLink link, SharedFile file) {
    file.unlink();
    int status = link.process.exitValue();
    Path errorFile = Settings.errorFile(link.number, poolStarted);
    Death death = Death.of(status, link.output.text(), errorFile);
    try {
      monitor.run(() -> died(link, status, death));
    } catch (InternalError e) { // its memory was cut short, which may come out late
      link.memoryLost = true;
      monitor.run(() -> died(link, status, death));
    }
    file.arena().close();
  }

  private void employed(WorkerLink link) {
    links.put(link.number, link);
    started++;
    events.workerStarted(link);
    if (supervision.workers().get(link.number) == Supervision.Phase.LEAVING) {
      link.kill("stopped");
    }
    link.startAlarm =
        timer.in(
            START_LIMIT.toNanos(),
            () -> condemn(link, "was not ready within " + START_LIMIT.toSeconds() + " s"));
  }

  /** A worker said that it is ready. */
  void ready(WorkerLink link) {
    requireNonNull(link.startAlarm).cancel(false);
    events.workerReady(link);
    tell(new SupervisorEvent.Ready(link.number));
    upkeep.watch(link);
    if (!link.leaving && link.verdict == null) {
      dispatcher.ready(link);
    }
  }

  /**
   * A worker is replaced once it has done what runs: it did enough tasks, or one may have broken
   * it.
   */
  void retire(WorkerLink link, String why) {
    link.recycledFor = why;
    tell(new SupervisorEvent.Retired(link.number));
  }

  /** The same as soon as another can take its place. */
  void retireInTurn(WorkerLink link, String why) {
    link.recycledFor = why;
    tell(new SupervisorEvent.Due(link.number));
  }

  private void stop(int worker) {
    WorkerLink link = links.get(worker);
    if (link == null) {
      return; // not spawned yet; employed() sees that it leaves
    }
    link.leaving = true;
    if (link.recycledFor != null) {
      events.workerRecycled(link, link.recycledFor);
    }
    dispatcher.withdraw(link);
    dispatcher.takeBack(link);
    if (hurried && link.count() == 0) {
      link.kill("stopped");
      return;
    }
    link.sendStop();
    limitExit(link);
  }

  /** Once nothing is with a worker that leaves it must exit soon. */
  void limitExit(WorkerLink link) {
    if (!link.leaving || link.count() > 0 || link.exitAlarm != null) {
      return;
    }
    Farewell farewell = link.farewell;
    if (farewell != null && link.verdict == null && !farewell.isNeedless()) {
      condemn(link, farewell.verdict);
    } else {
      long limit = hurried ? 0 : EXIT_LIMIT.toNanos();
      link.exitAlarm = timer.in(limit, () -> link.kill("stopped"));
    }
  }

  private void kill(int worker) {
    WorkerLink link = links.get(worker);
    if (link != null) {
      link.leaving = true;
      link.kill("killed");
      dispatcher.forget(link);
    }
  }

  /**
   * Ends a worker at once. What runs there is lost, and what has not started goes elsewhere; but
   * what has ended may still be heard of until the process is gone.
   */
  void condemn(WorkerLink link, String verdict) {
    if (link.verdict == null) {
      link.verdict = verdict;
    }
    dispatcher.withdraw(link);
    dispatcher.takeBack(link);
    for (ProcessTask<?> task : link.tasks()) {
      if (link.state(task) != Slots.State.DONE) {
        fail(link, task, new WorkerLostException(lost(link, verdict)));
      }
    }
    tell(new SupervisorEvent.Condemned(link.number));
  }

  /** Ends a worker at once because of tasks that fail; what else runs there is lost. */
  void condemnAll(
      WorkerLink link, String verdict, List<ProcessTask<?>> culprits, TaskFailure failure) {
    dispatcher.withdraw(link);
    dispatcher.takeBack(link);
    culprits.forEach(task -> fail(link, task, failure));
    condemn(link, verdict);
  }

  /**
   * Ends a worker because of one of its tasks, which fails now. If others run there the worker is
   * given no more, and they have a while to finish; else it is killed at once.
   */
  void condemn(
      WorkerLink link, String verdict, @Nullable ProcessTask<?> culprit, TaskFailure failure) {
    dispatcher.withdraw(link);
    dispatcher.takeBack(link);
    Farewell farewell = Farewell.with(link, verdict);
    farewell.because(culprit);
    if (culprit != null) {
      fail(link, culprit, failure);
    }
    if (link.tasks().stream().allMatch(task -> link.state(task) == Slots.State.DONE)) {
      condemn(link, farewell.verdict);
      return;
    }
    if (link.farewell == null) {
      link.farewell = farewell;
      var _ = timer.in(settings.neighbourGrace().toNanos(), () -> graceOver(link, farewell));
    }
    retire(link, "one of its tasks " + verdict);
    link.ring(); // so that it interrupts the culprit
  }

  private void graceOver(WorkerLink link, Farewell farewell) {
    if (links.get(link.number) == link && link.verdict == null && !farewell.isNeedless()) {
      condemn(link, farewell.verdict);
    }
  }

  private static String lost(WorkerLink link, String verdict) {
    return link.farewell == null
        ? "the worker " + verdict
        : "another task in the worker brought it down: " + verdict;
  }

  /** Has a running task fail, and its worker go with it; false if the task has ended. */
  boolean doom(WorkerLink link, ProcessTask<?> task, String verdict, TaskFailure failure) {
    Deque<ProcessTask<?>> behind = link.revokeLast(Integer.MAX_VALUE); // none starts from now on
    boolean doomed = link.doom(task);
    if (doomed) {
      condemn(link, verdict, task, failure);
    }
    dispatcher.addFirst(behind);
    return doomed;
  }

  /** A thread of a worker is taken up by one task: what lies behind it goes elsewhere. */
  void takenUp(WorkerLink link, Run run, ProcessTask<?> task) {
    link.slowed(run);
    dispatcher.addFirst(
        link.isTakenUp()
            ? link.revokeLast(Integer.MAX_VALUE)
            : link.revoke(run, task.sequence + 1));
  }

  /** Ends a worker that has no tasks. If it never did any it counts as one that cannot live. */
  void expel(WorkerLink link, String verdict) {
    dispatcher.withdraw(link);
    link.kill(verdict);
  }

  /** The tasks that were sent ahead and have not started go elsewhere. */
  void takeBack(WorkerLink link) {
    dispatcher.takeBack(link);
    if (link.count() == 0) {
      dispatcher.served(link);
    }
  }

  private void died(WorkerLink link, int status, Death death) {
    link.peakMemory = Math.max(link.peakMemory, death.peakMemory());
    dispatcher.withdraw(link);
    dispatcher.takeBack(link);
    String verdict = link.fate();
    Blame blame = Blame.of(death, link);
    for (ProcessTask<?> task : link.tasks()) {
      fail(
          link,
          task,
          verdict == null ? blame.failure(task) : new WorkerLostException(lost(link, verdict)));
    }
    dispatcher.forget(link);
    link.cancelAlarms();
    boolean asTold = link.leaving && status == 0;
    buried(
        link.number,
        verdict != null ? verdict : asTold ? "recycled" : death.cause(),
        verdict != null ? "the worker " + verdict : death.line(link.output.text()));
  }

  private void buried(int worker, String cause, String message) {
    WorkerLink link = links.remove(worker);
    String kind = cause.replaceFirst(":.*", ""); // a bounded number of causes
    deaths.merge(kind, 1L, Long::sum);
    lastDeath = message;
    events.workerDied(name(worker), link == null ? 0 : link.process.pid(), kind);
    tell(new SupervisorEvent.Died(worker));
    if (allWait(waiting)) {
      dispatcher.removeNested().forEach(task -> ends.refuse(task, lastDeath));
    }
    ends.lookIfDrained();
  }

  /** Takes a task from a worker on which it has come to nothing. */
  private void fail(WorkerLink link, ProcessTask<?> task, TaskFailure failure) {
    Slots.State state = link.state(task);
    if (state != Slots.State.FREE && state != Slots.State.QUEUED) {
      long now = clock.getAsLong();
      long startedAt = link.startedAt(task, now);
      long wall = now - startedAt;
      events.taskStarted(task, startedAt);
      task.ran(startedAt, wall, Gauge.cpuNanos(link, task, wall), Gauge.peakMemory(link));
      task.mayRunAgain(failure.getMessage());
    }
    nested.ended(link, task);
    link.remove(task);
    dispatcher.leavePlace(task);
    ends.attemptFailed(task, failure);
  }

  /** From now on workers that are to go are killed instead of told to exit. */
  void hurry() {
    hurried = true;
    links.values().stream()
        .filter(link -> link.leaving && link.count() == 0)
        .forEach(link -> link.kill("stopped"));
  }

  /** What was sent ahead to any worker and has not started stands in the queue again. */
  void takeAllBack() {
    links.values().forEach(this::takeBack);
  }

  /** The tasks that are with workers. */
  List<ProcessTask<?>> running() {
    List<ProcessTask<?>> running = new ArrayList<>();
    for (WorkerLink link : links.values()) {
      running.addAll(link.tasks());
    }
    return running;
  }

  /** Whether nothing is with any worker. */
  boolean isIdle() {
    return links.values().stream().allMatch(link -> link.count() == 0);
  }

  /** Asks a task to end if it runs, and has it killed if it does not. */
  void interrupt(ProcessTask<?> task, WorkerLink link) {
    if (link.memory.slots().interrupt(requireNonNull(task.run).slot, task.sequence)) {
      link.ring();
    } // else it has ended, and its result must not be on the way for ever
    progress.killAfterGrace(link, task, task.sequence, settings.cancelGrace());
  }
}
