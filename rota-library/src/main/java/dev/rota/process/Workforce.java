package dev.rota.process;

import static java.util.Objects.requireNonNull;

import dev.rota.TaskFailure;
import dev.rota.WorkerLostException;
import dev.rota.wire.Slots;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
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

  private final Settings settings;
  private final Monitor monitor;
  private final LongSupplier clock;
  private final Timer timer;
  private final ExecutorService spawner;
  private final Supervisor supervisor;
  private final Dispatcher dispatcher;
  private final Ends ends;
  private final Events events;
  private final Map<Integer, WorkerLink> links = new HashMap<>();
  private final Map<String, Long> deaths = new TreeMap<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Progress progress;
  private Supervision supervision;
  private long started;
  private boolean hurried;
  private final long poolStarted = System.currentTimeMillis();
  private String lastDeath = "";

  Workforce(
      Settings settings,
      Monitor monitor,
      LongSupplier clock,
      Timer timer,
      Ends ends,
      Events events,
      Runnable placeFree) {
    this.settings = settings;
    this.monitor = monitor;
    this.clock = clock;
    this.timer = timer;
    this.ends = ends;
    this.events = events;
    this.spawner = Executors.newSingleThreadExecutor(this::spawnerThread);
    this.supervisor =
        new Supervisor(
            settings.workers() + settings.spares(),
            settings.restartIntensity(),
            settings.restartPeriod().toNanos(),
            Supervisor.LEAST_BACKOFF,
            Supervisor.MOST_BACKOFF);
    this.supervision = supervisor.initial();
    this.progress = new Progress(timer, clock, events, this);
    Thread.startVirtualThread(SharedFile::sweep);
    this.dispatcher =
        new Dispatcher(
            settings.workers(), settings.maxTasksPerWorker(), clock, progress::watch, placeFree);
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

  Progress progress() {
    return progress;
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
      String message = "a worker cannot be started: " + e;
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
    WorkerLink link = new WorkerLink(worker, name(worker), process, file.memory());
    WorkerReader reader = new WorkerReader(link, settings, monitor, this, ends, events);
    monitor.run(() -> employed(link));
    reader.start();
    var _ =
        process.onExit().thenRun(() -> Thread.startVirtualThread(() -> exited(link, reader, file)));
  }

  private String name(int worker) {
    return settings.name() + "-worker-" + worker;
  }

  /** Without the lock. Nobody looks at the shared memory of a worker that {@link #died} forgot. */
  private void exited(WorkerLink link, WorkerReader reader, SharedFile file) {
    reader.awaitEnd();
    file.unlink();
    monitor.run(() -> died(link, link.process.exitValue()));
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
            () -> condemn(link, "was not ready within " + START_LIMIT.toSeconds() + " s", null));
  }

  /** A worker said that it is ready. */
  void ready(WorkerLink link) {
    requireNonNull(link.startAlarm).cancel(false);
    events.workerReady(link);
    tell(new SupervisorEvent.Ready(link.number));
    if (!link.leaving) {
      dispatcher.ready(link);
    }
  }

  /**
   * A worker is replaced once it has done what runs: it did enough tasks, or one may have broken
   * it.
   */
  void retire(WorkerLink link, String why) {
    if (!link.leaving) {
      events.workerRecycled(link, why);
    }
    tell(new SupervisorEvent.Retired(link.number));
  }

  private void stop(int worker) {
    WorkerLink link = links.get(worker);
    if (link == null) {
      return; // not spawned yet; employed() sees that it leaves
    }
    link.leaving = true;
    dispatcher.withdraw(link);
    dispatcher.takeBack(link);
    if (hurried) {
      link.kill("stopped");
      return;
    }
    link.sendStop();
    limitExit(link);
  }

  /** Once nothing is with a worker that leaves it must exit soon. */
  void limitExit(WorkerLink link) {
    if (link.leaving && link.tasks.isEmpty() && link.exitAlarm == null) {
      link.exitAlarm = timer.in(EXIT_LIMIT.toNanos(), () -> link.kill("stopped"));
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
   * Ends a worker at once. The task that runs ends with {@code failure}, or as lost if that is
   * null; the others go elsewhere.
   */
  void condemn(WorkerLink link, String verdict, @Nullable TaskFailure failure) {
    if (link.verdict == null) {
      link.verdict = verdict;
    }
    dispatcher.withdraw(link);
    release(link, failure == null ? new WorkerLostException("the worker " + verdict) : failure);
    tell(new SupervisorEvent.Condemned(link.number));
  }

  /** The tasks that were sent ahead and have not started go elsewhere. */
  void takeBack(WorkerLink link) {
    dispatcher.takeBack(link);
    if (link.tasks.isEmpty()) {
      dispatcher.served(link);
    }
  }

  private void died(WorkerLink link, int status) {
    Path errorFile = Settings.errorFile(link.number, poolStarted);
    Death death = Death.of(status, link.output.text(), errorFile);
    dispatcher.withdraw(link);
    String verdict = link.verdict;
    if (verdict == null) {
      release(link, death.failure());
    } else {
      release(link, new WorkerLostException("the worker " + verdict));
    }
    dispatcher.forget(link);
    link.cancelAlarms();
    boolean asTold = link.leaving && status == 0;
    buried(
        link.number,
        verdict != null ? verdict : asTold ? "recycled" : death.cause(),
        death.line(link.output.text()));
  }

  private void buried(int worker, String cause, String message) {
    WorkerLink link = links.remove(worker);
    String kind = cause.replaceFirst(":.*", ""); // a bounded number of causes
    deaths.merge(kind, 1L, Long::sum);
    lastDeath = message;
    events.workerDied(name(worker), link == null ? 0 : link.process.pid(), kind);
    tell(new SupervisorEvent.Died(worker));
    ends.lookIfDrained();
  }

  /** Takes every task from a worker that is gone: what ran has failed, the rest goes elsewhere. */
  private void release(WorkerLink link, TaskFailure failure) {
    Deque<ProcessTask<?>> unstarted = new ArrayDeque<>();
    for (ProcessTask<?> task : new ArrayDeque<>(link.tasks)) {
      boolean neverStarted = isRevoked(link, task);
      Slots.State state = stateOf(link, task);
      link.remove(task);
      if (neverStarted) {
        unstarted.addLast(task);
      } else {
        long now = clock.getAsLong();
        dispatcher.leavePlace(task);
        ends.attemptFailed(task, failure, link, state != Slots.State.FREE, now);
      }
    }
    dispatcher.addFirst(unstarted);
  }

  /** The worker may live and be about to start it: only a revocation is sure. */
  private static boolean isRevoked(WorkerLink link, ProcessTask<?> task) {
    try {
      return link.memory.slots().revoke(task.slot, task.sequence);
    } catch (InternalError e) { // the file was cut short under the mapping
      return false;
    }
  }

  private static Slots.State stateOf(WorkerLink link, ProcessTask<?> task) {
    try {
      return link.state(task);
    } catch (InternalError e) { // the file was cut short under the mapping
      return Slots.State.FREE;
    }
  }

  /** From now on workers that are to go are killed instead of told to exit. */
  void hurry() {
    hurried = true;
    links.values().stream().filter(link -> link.leaving).forEach(link -> link.kill("stopped"));
  }

  /** What was sent ahead to any worker and has not started stands in the queue again. */
  void takeAllBack() {
    links.values().forEach(this::takeBack);
  }

  /** The tasks that are with workers. */
  List<ProcessTask<?>> running() {
    List<ProcessTask<?>> running = new ArrayList<>();
    for (WorkerLink link : links.values()) {
      running.addAll(link.tasks);
    }
    return running;
  }

  /** Asks a task to end if it runs, and has it killed if it does not. */
  void interrupt(ProcessTask<?> task) {
    WorkerLink link = task.link;
    if (link != null && link.memory.slots().interrupt(task.slot, task.sequence)) {
      link.ring();
      progress.killAfterGrace(link, task, task.sequence, settings.cancelGrace());
    }
  }
}
