package dev.rota.process;

import static java.util.Objects.requireNonNull;

import dev.rota.adapt.Meter;
import dev.rota.schedule.Policy;
import dev.rota.supervise.Supervision;
import dev.rota.supervise.Supervisor;
import dev.rota.supervise.SupervisorAction;
import dev.rota.supervise.SupervisorEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
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

  private final Settings settings;
  private final LongSupplier clock;
  private final Timer timer;
  private final Spawner spawner;
  private Supervisor supervisor;
  private final Dispatcher dispatcher;
  private final Ends ends;
  private final NestedTasks nested;
  private final Events events;
  private final Condemnation condemnation;
  private final Departures departures;
  private final StandIns standIns;
  private final Map<Integer, WorkerLink> links = new HashMap<>();
  private final Map<String, Long> deaths = new TreeMap<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Examples examples = new Examples();
  private final Progress progress;
  private final Upkeep upkeep;
  private final @Nullable Sizing sizing; // null if the number of workers is fixed
  private int kept; // workers, without spares and those in place of others that wait
  private int more; // in place of others that wait
  private Supervision supervision;
  private long started;
  private String lastDeath = "";

  Workforce(
      Settings settings,
      @Nullable Policy policy,
      @Nullable Meter meter,
      Monitor monitor,
      LongSupplier clock,
      Timer timer,
      Ends ends,
      NestedTasks nested,
      Events events,
      Runnable placeFree) {
    this.settings = settings;
    this.clock = clock;
    this.timer = timer;
    this.ends = ends;
    this.nested = nested;
    this.events = events;
    this.spawner = new Spawner(settings, monitor, this, ends, events);
    this.kept = settings.workers();
    this.supervisor = supervisor();
    this.supervision = supervisor.initial();
    this.condemnation = new Condemnation(settings, clock, timer, ends, nested, events, this);
    this.progress = new Progress(timer, clock, events, this);
    this.upkeep = new Upkeep(settings.recycling(), timer, clock, this);
    this.dispatcher = new Dispatcher(settings.workers(), clock, policy, progress::watch, placeFree);
    this.departures = new Departures(timer, dispatcher, condemnation, events);
    this.standIns = new StandIns(settings.threadsPerWorker(), timer, dispatcher, this);
    this.sizing =
        meter == null ? null : new Sizing(meter, clock, timer, dispatcher, standIns, events, this);
  }

  private Supervisor supervisor() {
    return new Supervisor(
        kept + settings.spares() + more,
        settings.restartIntensity(),
        settings.restartPeriod().toNanos(),
        Supervisor.LEAST_BACKOFF,
        Supervisor.MOST_BACKOFF);
  }

  Dispatcher dispatcher() {
    return dispatcher;
  }

  NestedTasks nested() {
    return nested;
  }

  Condemnation condemnation() {
    return condemnation;
  }

  Departures departures() {
    return departures;
  }

  StandIns standIns() {
    return standIns;
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
    return links.values().stream().filter(link -> Faults.ask(link.memory::isArmed, false)).count();
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
      case SupervisorAction.Spawn(int worker) -> spawner.spawn(worker);
      case SupervisorAction.Stop(int worker) -> find(worker).ifPresent(departures::stop);
      case SupervisorAction.Kill(int worker) -> find(worker).ifPresent(departures::kill);
      case SupervisorAction.WakeAt(long at) -> wakeAt(at);
      case SupervisorAction.RefuseQueued() ->
          dispatcher.removeAll().forEach(task -> ends.refuse(task, lastDeath));
      case SupervisorAction.Finish() -> finish();
    }
  }

  /** Not there if it is not spawned yet; {@link #employed} sees that it leaves. */
  private Optional<WorkerLink> find(int worker) {
    return Optional.ofNullable(links.get(worker));
  }

  /** From now on there are to be so many workers more than the pool has. */
  void strengthen(int more) {
    this.more = more;
    supervisor = supervisor();
  }

  /** From now on there are to be so many, besides spares and those in place of others. */
  void keep(int workers) {
    kept = workers;
    supervisor = supervisor();
    tell(new SupervisorEvent.StrengthSet());
  }

  /** Tasks were queued. */
  void tasksCame() {
    if (sizing != null) {
      sizing.came();
    }
  }

  /** So many tasks have ended that workers had; they were given more if there are more. */
  void tasksEnded(int tasks) {
    if (sizing != null) {
      sizing.ended(tasks);
    }
  }

  /** How many workers the pool has, or is to have now. */
  int workers() {
    return dispatcher.limit();
  }

  /** How many workers there are and why; {@code fixed} if that does not change. */
  String sizing(String fixed) {
    return settings.sizing(sizing == null ? fixed : sizing.inWords());
  }

  /** How many workers there are beyond those that there are to be. */
  int surplus() {
    return supervision.strength() - supervisor.strength();
  }

  private void wakeAt(long nanoTime) {
    var _ = timer.in(nanoTime - clock.getAsLong(), () -> tell(new SupervisorEvent.Woken()));
  }

  private void finish() {
    spawner.stop();
    timer.stop();
    ended.countDown();
  }

  /** Whether a worker is still to be started that the supervisor wanted. */
  boolean isWanted(int worker) {
    return supervision.workers().get(worker) == Supervision.Phase.STARTING;
  }

  /** Whether a worker's end is still to be heard of. */
  boolean has(WorkerLink link) {
    return links.get(link.number) == link;
  }

  /** There is a process, and somebody is about to listen to it. */
  void employed(WorkerLink link) {
    links.put(link.number, link);
    started++;
    events.workerStarted(link);
    if (supervision.workers().get(link.number) == Supervision.Phase.LEAVING) {
      link.kill("stopped");
    }
    link.startAlarm =
        timer.in(
            START_LIMIT.toNanos(),
            () ->
                condemnation.condemn(
                    link, "was not ready within " + START_LIMIT.toSeconds() + " s"));
  }

  /** Nobody can listen to the process after all. */
  void forget(WorkerLink link) {
    links.remove(link.number);
    link.cancelAlarms();
  }

  /** A worker said that it is ready; it may have been heard so late that it is dead. */
  void ready(WorkerLink link) {
    if (!has(link)) {
      return;
    }
    requireNonNull(link.startAlarm).cancel(false);
    events.workerReady(link);
    tell(new SupervisorEvent.Ready(link.number));
    upkeep.watch(link);
    if (!link.leaving && link.verdict == null) {
      dispatcher.ready(link);
    }
    if (link.runs.count() == 0) {
      examples.all().forEach(link::sendExample);
    }
  }

  /** A task has succeeded: workers that wait prepare for others of its kind. */
  void succeeded(ProcessTask<?> task) {
    if (examples.learn(task)) {
      dispatcher.idle(Integer.MAX_VALUE).forEach(link -> link.sendExample(task.cargo));
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

  /** The tasks that were sent ahead and have not started go elsewhere. */
  void takeBack(WorkerLink link) {
    dispatcher.takeBack(link);
    if (link.runs.count() == 0) {
      dispatcher.served(link);
    }
  }

  /** A worker's process has ended, and all that it said was heard. */
  void died(WorkerLink link, int status, Death death) {
    link.peakMemory = Math.max(link.peakMemory, death.peakMemory());
    String verdict = link.fate();
    condemnation.bury(link, death);
    dispatcher.forget(link);
    link.cancelAlarms();
    boolean asTold = link.leaving && status == 0;
    if (!asTold && link.mayReadExamples()) {
      examples.distrust();
    }
    if (!asTold && link.readyAt == 0) {
      StartCache.distrust();
    }
    buried(
        link.number,
        verdict != null ? verdict : asTold ? leaveTaken(link) : death.cause(),
        verdict != null ? "the worker " + verdict : death.line(link.output.text()));
  }

  /** What the end of a worker is called that has exited as it was told to. */
  private static String leaveTaken(WorkerLink link) {
    return link.farewell == null ? "recycled" : link.farewell.verdict;
  }

  /** A worker is gone, or could not be started. */
  void buried(int worker, String cause, String message) {
    WorkerLink link = links.remove(worker);
    String kind = cause.replaceFirst(":.*", ""); // a bounded number of causes
    deaths.merge(kind, 1L, Long::sum);
    lastDeath = message;
    events.workerDied(settings.nameOf(worker), link == null ? 0 : link.process.pid(), kind);
    tell(new SupervisorEvent.Died(worker));
    if (standIns.allWait()) {
      dispatcher.removeNested().forEach(task -> ends.refuse(task, lastDeath));
    }
    ends.lookIfDrained();
  }

  /** From now on workers that are to go are killed instead of told to exit. */
  void hurry() {
    departures.hurry(links.values());
  }

  /** What was sent ahead to any worker and has not started stands in the queue again. */
  void takeAllBack() {
    links.values().forEach(this::takeBack);
  }

  /** The tasks that are with workers. */
  List<ProcessTask<?>> running() {
    List<ProcessTask<?>> running = new ArrayList<>();
    for (WorkerLink link : links.values()) {
      running.addAll(link.runs.tasks());
    }
    return running;
  }

  /** Whether nothing is with any worker. */
  boolean isIdle() {
    return links.values().stream().allMatch(link -> link.runs.count() == 0);
  }

  /** Asks a task to end if it runs, and has it killed if it does not. */
  void interrupt(ProcessTask<?> task, WorkerLink link) {
    if (link.slots.interrupt(task)) {
      link.ring();
    } // else it has ended, and its result must not be on the way for ever
    progress.killAfterGrace(link, task, task.sequence, settings.cancelGrace());
  }
}
