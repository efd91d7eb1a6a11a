package dev.rota.http.serve;

import dev.rota.http.link.Board;
import dev.rota.http.link.Board.Head;
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
import java.io.IOException;
import java.time.Duration;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The workers of a service: does what the {@link Supervisor} wants done, and tells it what it sees
 * on the board and hears of their ends. Used by the service's thread only.
 */
final class Staff {

  private static final int TERM = 15;
  private static final int KILL = 9;

  /** How long a program that tells nothing of itself has to live until it is taken for ready. */
  private static final long SETTLED_NANOS = Duration.ofMillis(500).toNanos();

  /** How much longer than a request may take an event loop may be silent. */
  private static final long SILENCE_NANOS = Duration.ofSeconds(5).toNanos();

  private final Programs programs;
  private final Board board;
  private final String region;
  private final Journal journal;
  private final Map<Integer, Member> members = new TreeMap<>(); // by worker
  private final Map<Integer, Echo> echoes = new TreeMap<>(); // by slot
  private final BitSet slots = new BitSet();
  private Plan plan;
  private @Nullable Plan previous; // while its workers are being replaced
  private long generation;
  private Supervisor supervisor;
  private Supervision supervision;
  private int strength;
  private int workers; // threads, loops or carriers, if there is but one process
  private int extra; // 1 while workers are replaced whose successors come first
  private long wakeAt;
  private boolean finished;

  Staff(Plan plan, Programs programs, Board board, String region, Journal journal) {
    this.plan = plan;
    this.programs = programs;
    this.board = board;
    this.region = region;
    this.journal = journal;
    this.strength = plan.processes();
    this.workers = plan.workers();
    this.supervisor = supervisor();
    this.supervision = supervisor.initial();
  }

  private Supervisor supervisor() {
    return new Supervisor(
        strength + extra,
        plan.restartIntensity(),
        plan.restartPeriod().toNanos(),
        Supervisor.LEAST_BACKOFF,
        Supervisor.MOST_BACKOFF);
  }

  boolean isFinished() {
    return finished;
  }

  int strength() {
    return strength;
  }

  /** How many requests are being handled, or wait for that. */
  int busy() {
    return (int)
        members.values().stream().mapToLong(member -> board.row(member.slot).get(Count.BUSY)).sum();
  }

  /** Whether all that are to be there are there and ready, and nothing is under way. */
  boolean isWhole() {
    return extra == 0 && supervision.isWhole(strength);
  }

  /** Whether there is one worker at least that takes requests. */
  boolean isServing() {
    return supervision.count(Phase.READY) + supervision.count(Phase.PROVEN) > 0;
  }

  /** Whether workers die as soon as they are started. */
  boolean isFailing() {
    return !(supervision.circuit() instanceof Circuit.Closed);
  }

  /** From now on there are to be so many. */
  void strength(int wanted, long now) {
    int before = strength;
    strength = wanted;
    board.set(Head.STRENGTH, strength);
    supervisor = supervisor();
    for (int surplus = before - wanted; surplus > 0; surplus--) {
      leastNeeded().ifPresent(member -> tell(new SupervisorEvent.Retired(member.worker), now));
    }
    tell(new SupervisorEvent.StrengthSet(), now);
  }

  /** The one that has least to do, and of those the youngest. */
  private Optional<Member> leastNeeded() {
    return members.values().stream()
        .filter(member -> supervision.workers().get(member.worker) != Phase.LEAVING)
        .min(
            Comparator.comparingLong((Member member) -> board.row(member.slot).get(Count.BUSY))
                .thenComparingInt(member -> -member.worker));
  }

  /** The process gets so many threads, loops or carriers more. */
  void addToProcess(int more, long now) {
    workers = Math.clamp(workers + (long) more, 1, ServiceBuilder.MOST_WORKERS);
    journal.say(workers + " workers in one process");
    replaceAll(now);
  }

  /** All that are there are replaced, one after the other, each when its successor is ready. */
  void reload(Plan next, long now) {
    strength += next.processes() - plan.processes();
    workers += next.workers() - plan.workers();
    previous = plan;
    plan = next;
    replaceAll(now);
  }

  private void replaceAll(long now) {
    generation++;
    board.set(Head.RELOADS, board.get(Head.RELOADS) + 1);
    board.set(Head.STRENGTH, strength);
    relieve(now);
  }

  /** A step of a replacement; nothing if there is none to replace, or the last is not done. */
  private void relieve(long now) {
    List<Member> old = members.values().stream().filter(this::isToBeReplaced).toList();
    if (old.isEmpty() && extra == 0) {
      previous = null;
      return;
    }
    if (extra == 0) {
      extra = 1;
      supervisor = supervisor();
      tell(new SupervisorEvent.StrengthSet(), now);
      return;
    }
    if (!supervision.isWhole(strength + extra)) {
      return;
    }
    if (old.size() <= 1) {
      extra = 0;
      supervisor = supervisor();
    }
    Optional<Member> goes = old.isEmpty() ? leastNeeded() : Optional.of(old.getFirst());
    goes.ifPresent(member -> tell(new SupervisorEvent.Retired(member.worker), now));
  }

  /** What is to be the new workers cannot live: those that are there stay. */
  private void giveUpReload() {
    Plan before = previous;
    if (before != null) {
      journal.say("the reload is given up: the new workers die as soon as they start");
      previous = null;
      strength += before.processes() - plan.processes();
      workers += before.workers() - plan.workers();
      plan = before;
      generation--;
      board.set(Head.STRENGTH, strength);
      extra = 0;
      supervisor = supervisor();
    }
  }

  private boolean isToBeReplaced(Member member) {
    return supervision.workers().get(member.worker) != Phase.LEAVING
        && (member.generation != generation || board.row(member.slot).state() == State.WORN);
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
        Member member = members.get(worker);
        if (member != null) {
          signal(member, TERM);
          member.killAt = now + plan.gracefulTimeout().toNanos();
        }
      }
      case SupervisorAction.Kill(int worker) -> {
        Member member = members.get(worker);
        if (member != null) {
          signal(member, KILL);
        }
      }
      case SupervisorAction.WakeAt(long at) -> wakeAt = at;
      case SupervisorAction.RefuseQueued() -> {} // connections wait in the socket's queue
      case SupervisorAction.Finish() -> finished = true;
    }
  }

  private void spawn(int worker, long now) {
    int slot = slots.nextClearBit(0);
    if (slot >= Board.MOST_WORKERS) {
      journal.say("no more than " + Board.MOST_WORKERS + " workers can be there");
      tell(new SupervisorEvent.Died(worker), now);
      return;
    }
    slots.set(slot);
    Row row = board.row(slot);
    row.clear();
    row.set(Count.WORKER, worker);
    row.state(State.STARTING);
    members.put(worker, new Member(worker, slot, generation, now));
    try {
      programs.start(slot, new WorkerCommand(plan, workers, region).program(slot));
    } catch (IOException e) {
      throw new ServiceException("no workers can be started any more: " + e.getMessage(), e);
    }
  }

  private void signal(Member member, int signal) {
    try {
      programs.signal(member.slot, signal);
    } catch (IOException e) {
      throw new ServiceException("workers cannot be reached any more: " + e.getMessage(), e);
    }
  }

  /** What the guardian tells. */
  void happened(ProgramEvent event, long now) {
    Member member =
        members.values().stream().filter(m -> m.slot == event.number()).findFirst().orElse(null);
    if (member == null) {
      return;
    }
    switch (event) {
      case ProgramEvent.Started started -> {
        member.pid = started.pid();
        Row row = board.row(member.slot);
        row.set(Count.PID, started.pid());
        Echo echo = new Echo("[" + started.pid() + "] ", journal.stream(), now);
        echo.add(started.out());
        echo.add(started.err());
        echoes.put(member.slot, echo);
      }
      case ProgramEvent.NotStarted failed -> {
        journal.say("a worker cannot be started: error " + failed.error());
        buried(member, now);
      }
      case ProgramEvent.Ended ended -> {
        autopsy(member, ended);
        release(member.slot, now);
        buried(member, now);
      }
      default -> {}
    }
  }

  private void autopsy(Member member, ProgramEvent.Ended ended) {
    if (supervision.workers().get(member.worker) == Phase.LEAVING) {
      return;
    }
    board.set(Head.CRASHED, board.get(Head.CRASHED) + 1);
    String how =
        ended.signal() != 0
            ? "was killed by signal " + ended.signal()
            : "ended with status " + ended.exitStatus();
    journal.say("worker " + member.pid + " " + how);
  }

  private void release(int slot, long now) {
    Echo echo = echoes.remove(slot);
    if (echo != null) {
      echo.close(now);
    }
    try {
      programs.release(slot);
    } catch (IOException e) {
      throw new ServiceException("workers cannot be reached any more: " + e.getMessage(), e);
    }
  }

  private void buried(Member member, long now) {
    members.remove(member.worker);
    board.row(member.slot).state(State.NONE);
    slots.clear(member.slot);
    tell(new SupervisorEvent.Died(member.worker), now);
  }

  /** Looks at everything. Called again and again. */
  void look(long now) {
    for (Member member : List.copyOf(members.values())) {
      look(member, now);
    }
    if (wakeAt != 0 && now - wakeAt >= 0) {
      wakeAt = 0;
      tell(new SupervisorEvent.Woken(), now);
    }
    if (supervision.mode() == Supervision.Mode.RUNNING) {
      relieve(now);
    }
  }

  private void look(Member member, long now) {
    Row row = board.row(member.slot);
    Echo echo = echoes.get(member.slot);
    if (echo != null && echo.pass(now) && row.state() == State.READY) {
      wear(member, row, "writes more than " + (Echo.MOST_PER_SECOND >> 10) + " KiB a second");
    }
    if (plan.isCommand()
        && row.state() == State.STARTING
        && now - member.startedAt > SETTLED_NANOS) {
      row.set(Count.SINCE, now);
      row.state(State.READY);
    }
    if (!member.ready && row.state() != State.STARTING) {
      member.ready = true;
      tell(new SupervisorEvent.Ready(member.worker), now);
    }
    if (member.ready && !member.proven && (plan.isCommand() || row.get(Count.REQUESTS) > 0)) {
      member.proven = true;
      tell(new SupervisorEvent.Proven(member.worker), now);
    }
    if (supervision.workers().get(member.worker) == Phase.LEAVING) {
      if (member.killAt != 0 && now - member.killAt > 0) {
        member.killAt = 0;
        signal(member, KILL);
      }
    } else {
      findFault(member, row, now).ifPresent(fault -> condemn(member, fault, now));
    }
  }

  private Optional<String> findFault(Member member, Row row, long now) {
    if (!member.ready) {
      return now - member.startedAt > plan.startTimeout().toNanos()
          ? Optional.of("was not ready in time")
          : Optional.empty();
    }
    long beat = row.get(Count.BEAT);
    boolean silent = now - beat > plan.requestTimeout().toNanos() + SILENCE_NANOS;
    return !plan.isCommand() && beat != 0 && silent
        ? Optional.of("gives no sign of life")
        : Optional.empty();
  }

  private void condemn(Member member, String fault, long now) {
    journal.say("worker " + member.pid + " " + fault + ", and is killed");
    board.set(Head.STUCK, board.get(Head.STUCK) + 1);
    tell(new SupervisorEvent.Condemned(member.worker), now);
  }

  private void wear(Member member, Row row, String fault) {
    journal.say("worker " + member.pid + " " + fault + ", and is replaced");
    board.set(Head.RECYCLED, board.get(Head.RECYCLED) + 1);
    row.state(State.WORN);
  }

  /** No more connections; what is under way is answered. */
  void drain(long now) {
    tell(new SupervisorEvent.Shutdown(), now);
    tell(new SupervisorEvent.Drained(), now);
  }

  /** Ends all at once. */
  void kill() {
    members.values().forEach(member -> signal(member, KILL));
  }
}
