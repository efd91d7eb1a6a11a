package dev.rota.http.serve;

import dev.rota.http.Model;
import dev.rota.http.link.Board;
import dev.rota.http.link.Board.Head;
import dev.rota.http.link.Cause;
import dev.rota.http.link.Row;
import dev.rota.http.link.Row.Count;
import dev.rota.http.link.Row.State;
import dev.rota.program.ProgramEvent;
import dev.rota.program.Programs;
import dev.rota.supervise.Supervision;
import dev.rota.supervise.Supervision.Circuit;
import dev.rota.supervise.Supervision.Phase;
import dev.rota.supervise.Supervisor;
import dev.rota.supervise.SupervisorAction;
import dev.rota.supervise.SupervisorEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The workers of a service: does what the {@link Supervisor} wants done, and tells it what it sees
 * on the board and hears of their ends. Used by the service's thread only.
 */
final class Staff {

  /** How long a program that tells nothing of itself has to live until it is taken for ready. */
  private static final long SETTLED_NANOS = Duration.ofMillis(500).toNanos();

  private final Board board;
  private final String region;
  private final Journal journal;
  private final Processes processes;
  private final Replacement replacement = new Replacement();
  private Usage usage;
  private Plan plan;
  private Supervisor supervisor;
  private Supervision supervision;
  private int strength;
  private int workers; // threads, loops or carriers, if there is but one process
  private long wakeAt;
  private boolean finished;

  Staff(Plan plan, Programs programs, Board board, String region, Journal journal) {
    this.plan = plan;
    this.board = board;
    this.region = region;
    this.journal = journal;
    this.processes = new Processes(programs, board, journal);
    this.usage = new Usage(plan.care(), journal);
    this.strength = plan.processes();
    this.workers = plan.numbers().workers();
    this.supervisor = supervisor();
    this.supervision = supervisor.initial();
  }

  private Supervisor supervisor() {
    return new Supervisor(
        strength + replacement.extra(),
        plan.care().restartIntensity(),
        plan.care().restartPeriod().toNanos(),
        Supervisor.LEAST_BACKOFF,
        Supervisor.MOST_BACKOFF);
  }

  boolean isFinished() {
    return finished;
  }

  int strength() {
    return strength;
  }

  /** What new workers are to be. */
  Plan plan() {
    return plan;
  }

  /** All that are there, those included that go. */
  List<Member> members() {
    return processes.all();
  }

  /** How many there are, those included that go. */
  int present() {
    return processes.all().size();
  }

  /** How many handle as many requests as they can at a time. */
  int full() {
    int most = plan.model() == Model.HYBRID ? plan.numbers().threads() : 1;
    return (int) processes.all().stream().filter(member -> member.busy() >= most).count();
  }

  /** How many have something to do. */
  int atWork() {
    return (int) processes.all().stream().filter(member -> member.busy() > 0).count();
  }

  /** Whether there is another number of workers than usual now, to be compared with that. */
  void compares(boolean so) {
    board.set(Head.COMPARING, so ? 1 : 0);
    board.set(Head.DECISIONS, board.get(Head.DECISIONS) + 1);
  }

  /** Whether all that are to be there are there and ready, and nothing is under way. */
  boolean isWhole() {
    return replacement.extra() == 0 && supervision.isWhole(strength);
  }

  /** Whether there is one worker at least that takes requests. */
  boolean isServing() {
    return supervision.count(Phase.READY) + supervision.count(Phase.PROVEN) > 0;
  }

  private boolean stays(Member member) {
    return supervision.workers().get(member.worker) != Phase.LEAVING;
  }

  /** From now on there are to be so many. */
  void strength(int wanted, long now) {
    int before = strength;
    strength = wanted;
    board.set(Head.STRENGTH, strength);
    supervisor = supervisor();
    for (int surplus = before - wanted; surplus > 0; surplus--) {
      processes.leastNeeded(this::stays).ifPresent(member -> retire(member, now));
    }
    tell(new SupervisorEvent.StrengthSet(), now);
  }

  private void retire(Member member, long now) {
    tell(new SupervisorEvent.Retired(member.worker), now);
  }

  /** The process gets so many threads, loops or carriers more. */
  void addToProcess(int more, long now) {
    workers = Math.clamp(workers + (long) more, 1, ServiceBuilder.MOST_WORKERS);
    journal.say(workers + " workers in one process");
    replacement.begin();
    replaceAll(now);
  }

  /** All that are there are replaced, one after the other, each when its successor is ready. */
  void reload(Plan next, long now) {
    replacement.begin(plan);
    change(next);
    replaceAll(now);
  }

  private void replaceAll(long now) {
    board.set(Head.RELOADS, board.get(Head.RELOADS) + 1);
    replace(now);
  }

  /** What was added to the old plan, or taken from it, stays so. */
  private void change(Plan next) {
    strength += next.processes() - plan.processes();
    workers += next.numbers().workers() - plan.numbers().workers();
    plan = next;
    usage = new Usage(next.care(), journal);
    board.set(Head.STRENGTH, strength);
  }

  /** A step of a replacement; nothing if there is none to replace, or the last is not done. */
  private void replace(long now) {
    List<Member> old = processes.all().stream().filter(this::isToBeReplaced).toList();
    boolean whole = supervision.isWhole(strength + replacement.extra());
    switch (replacement.next(old.size(), whole)) {
      case NOTHING -> {}
      case ADD -> {
        supervisor = supervisor();
        tell(new SupervisorEvent.StrengthSet(), now);
      }
      case RETIRE -> {
        supervisor = supervisor();
        Optional<Member> goes =
            old.isEmpty() ? processes.leastNeeded(this::stays) : Optional.of(old.getFirst());
        goes.ifPresent(member -> retire(member, now));
      }
    }
  }

  private boolean isToBeReplaced(Member member) {
    return stays(member)
        && (member.generation != replacement.generation() || member.row.state() == State.WORN);
  }

  /** What is to be the new workers cannot live: those that are there stay. */
  private void giveUpReload() {
    Plan before = replacement.giveUp();
    if (before != null) {
      journal.say("the reload is given up: the new workers do not live until they are ready");
      change(before);
      supervisor = supervisor();
    }
  }

  void tell(SupervisorEvent event, long now) {
    Circuit before = supervision.circuit();
    Supervisor.Step step = supervisor.next(supervision, event, now);
    supervision = step.state();
    if (before instanceof Circuit.Closed && supervision.circuit() instanceof Circuit.Open) {
      journal.say("workers die as soon as they start; the next is tried in a moment");
      giveUpReload();
    }
    step.actions().forEach(action -> perform(action, now));
  }

  private void perform(SupervisorAction action, long now) {
    switch (action) {
      case SupervisorAction.Spawn(int worker) -> spawn(worker, now);
      case SupervisorAction.Stop(int worker) -> {
        Member member = processes.of(worker);
        if (member != null) {
          processes.signal(member, Processes.TERM);
          member.killAt = now + plan.care().gracefulTimeout().toNanos();
        }
      }
      case SupervisorAction.Kill(int worker) -> {
        Member member = processes.of(worker);
        if (member != null) {
          processes.signal(member, Processes.KILL);
        }
      }
      case SupervisorAction.WakeAt(long at) -> wakeAt = at;
      case SupervisorAction.RefuseQueued() -> {} // connections wait in the socket's queue
      case SupervisorAction.Finish() -> finished = true;
    }
  }

  private void spawn(int worker, long now) {
    WorkerCommand command = new WorkerCommand(plan, workers, region);
    if (!processes.start(worker, replacement.generation(), command::program, now)) {
      tell(new SupervisorEvent.Died(worker), now);
    }
  }

  /** What the guardian tells. */
  void happened(ProgramEvent event, long now) {
    processes.inSlot(event.number()).ifPresent(member -> happened(member, event, now));
  }

  private void happened(Member member, ProgramEvent event, long now) {
    switch (event) {
      case ProgramEvent.Started started -> processes.started(member, started, now);
      case ProgramEvent.NotStarted failed -> {
        journal.say("a worker cannot be started: error " + failed.error());
        buried(member, now);
      }
      case ProgramEvent.Ended ended -> {
        autopsy(member, ended);
        processes.release(member, now);
        buried(member, now);
      }
      default -> {}
    }
  }

  private void autopsy(Member member, ProgramEvent.Ended ended) {
    if (!stays(member)) {
      return;
    }
    board.set(Head.CRASHED, board.get(Head.CRASHED) + 1);
    String how =
        ended.signal() != 0
            ? "was killed by signal " + ended.signal()
            : "ended with status " + ended.exitStatus();
    journal.say("worker " + member.pid + " " + how);
  }

  private void buried(Member member, long now) {
    boolean isHopeless = !member.ready && stays(member) && replacement.failed();
    processes.remove(member);
    if (isHopeless) {
      giveUpReload();
    }
    tell(new SupervisorEvent.Died(member.worker), now);
  }

  /** Looks at everything. Called again and again. */
  void look(long now) {
    for (Member member : processes.all()) {
      look(member, now);
    }
    if (wakeAt != 0 && now - wakeAt >= 0) {
      wakeAt = 0;
      tell(new SupervisorEvent.Woken(), now);
    }
    if (supervision.mode() == Supervision.Mode.RUNNING) {
      replace(now);
    }
  }

  private void look(Member member, long now) {
    Row row = member.row;
    if (Processes.listen(member, now) && !plan.logsToOutput()) {
      row.wear(Cause.LOUD);
    }
    usage.look(member, now);
    if (plan.isCommand()
        && row.state() == State.STARTING
        && now - member.startedAt > SETTLED_NANOS) {
      row.set(Count.SINCE, now);
      row.state(State.READY);
    }
    if (!member.ready && row.state() != State.STARTING) {
      member.ready = true;
      Processes.ready(member);
      replacement.succeeded();
      tell(new SupervisorEvent.Ready(member.worker), now);
    }
    if (member.ready && !member.proven && (plan.isCommand() || row.get(Count.REQUESTS) > 0)) {
      member.proven = true;
      tell(new SupervisorEvent.Proven(member.worker), now);
    }
    noteWear(member, row);
    if (stays(member)) {
      Faults.of(member, plan, now).ifPresent(fault -> condemn(member, fault, now));
    } else if (member.killAt != 0 && now - member.killAt > 0) {
      member.killAt = 0;
      processes.signal(member, Processes.KILL);
    }
  }

  private void condemn(Member member, String fault, long now) {
    journal.say("worker " + member.pid + " " + fault + ", and is killed");
    board.set(Head.STUCK, board.get(Head.STUCK) + 1);
    tell(new SupervisorEvent.Condemned(member.worker), now);
  }

  private void noteWear(Member member, Row row) {
    boolean worn = row.state() == State.WORN;
    if (worn && !member.worn) {
      Cause cause = row.cause();
      board.set(cause.head(), board.get(cause.head()) + 1);
      if (cause != Cause.SERVED) {
        journal.say("worker " + member.pid + " " + cause.words() + ", and is replaced");
      }
    }
    member.worn = worn || (member.worn && row.state() == State.DRAINING);
  }

  /** No more connections; what is under way is answered. */
  void drain(long now) {
    board.set(Head.DRAINING, 1);
    processes.closeSocket();
    tell(new SupervisorEvent.Shutdown(), now);
    tell(new SupervisorEvent.Drained(), now);
  }

  /** Everything is over, in whatever way. */
  void clear() {
    processes.clear();
  }

  /** Ends all at once. */
  void kill() {
    processes.all().forEach(member -> processes.signal(member, Processes.KILL));
  }
}
