package dev.rota.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every interleaving of the members of a {@link Crew} and a master that sends messages, for one,
 * two and three runners, where members listen and where one more thread does. Tasks may run for
 * ever, or end at any moment. No message may be left in the ring while all sleep and a runner is
 * free, somebody must listen, and the worker exits when, and only when, all that was sent before
 * has ended.
 *
 * <p>It is a model, because the real classes read the process's descriptor 0. Its steps are those
 * of {@code Crew.next}, {@code claim}, {@code hasWork} and {@code callOthers} and of {@code
 * Ring.readerMaySleep} and {@code takeSleepingReader}, one access to shared memory each; who
 * changes those changes them here. What members do under the crew's lock only the master
 * interleaves with. Accesses take effect in program order; that the fences of the ring make it so
 * is for jcstress to see. Each {@link Break} is one thing done wrong, and must be found.
 */
class CrewModelTest {

  /** What the master sends; a function needs no runner, as half of a long message does not. */
  private enum Message {
    RUN,
    DEFINE,
    STOP
  }

  private static final List<Message> SENT =
      List.of(Message.RUN, Message.RUN, Message.DEFINE, Message.RUN, Message.RUN, Message.STOP);
  private static final int OTHER_BELLS = 2; // the master also rings for cancellations and for room

  /** One thing done wrong. */
  enum Break {
    NONE,
    /** next waits for a role before it has looked. */
    WAIT_BEFORE_LOOK,
    /** next does not look when it has been called. */
    NO_LOOK_WHEN_CALLED,
    /** next does not look after a run. */
    NO_LOOK_AFTER_RUN,
    /** listen keeps the lock. */
    LISTEN_UNDER_LOCK,
    /** Who has listened and runs does not say that nobody listens any more. */
    LISTENS_FOR_EVER,
    /** readerMaySleep does not raise the flag. */
    NO_RAISE,
    /** readerMaySleep looks before it raises the flag. */
    LOOK_BEFORE_RAISE,
    /** claim takes a message though no runner is free. */
    CLAIM_WITHOUT_RUNNER,
    /** callOthers lowers the flag though a runner is free. */
    LOWER_THOUGH_FREE,
    /** callOthers calls nobody for what else is in the ring. */
    NOBODY_FOR_MORE,
    /** callOthers calls nobody to listen. */
    NOBODY_TO_LISTEN,
    /** Who only listens calls nobody. */
    LISTENER_CALLS_NOBODY,
    /** The worker exits though others run. */
    EXIT_AT_ONCE,
    /** The worker does not exit if others run when it is told to. */
    EXIT_FORGOTTEN,
    /** The master looks at the flag before it writes. */
    RING_BEFORE_WRITE,
    /** The master rings, and then lowers the flag. */
    LOWER_AFTER_RING
  }

  /** What a member does next. */
  private enum Step {
    LOCK(true),
    LOCK_TO_LISTEN(true),
    LOCK_AFTER_RUN(true),
    LOCK_AFTER_BELL(true),
    LOCK_WHEN_CALLED(true),
    WAIT,
    AWAIT_BELL,
    RUN,
    EXIT,
    CLAIM,
    POLL,
    RAISE,
    LOOK,
    LOWER,
    TAKE_ROLE,
    CALL_OTHERS,
    RAISE_FOR_OTHERS,
    LOOK_FOR_OTHERS,
    LOWER_FOR_OTHERS,
    CALL,
    CALL_FOR_MORE;

    final boolean locks;

    Step() {
      this(false);
    }

    Step(boolean locks) {
      this.locks = locks;
    }
  }

  /** What the master does next. */
  private enum Sending {
    WRITE,
    LOOK_FLAG,
    LOWER,
    RING,
    LOWER_LATE
  }

  private record Master(Sending next, int sent, int otherBells) {
    Master to(Sending sending) {
      return new Master(sending, sent, otherBells);
    }

    Master done() {
      return new Master(Sending.WRITE, sent + 1, otherBells);
    }
  }

  /** The ring's tail, position and flag, and the pipe. */
  private record Memory(int tail, int position, boolean asleep, boolean rung) {
    Memory written() {
      return new Memory(tail + 1, position, asleep, rung);
    }

    Memory read() {
      return new Memory(tail, position + 1, asleep, rung);
    }

    Memory asleep(boolean raised) {
      return new Memory(tail, position, raised, rung);
    }

    Memory rung(boolean byteInPipe) {
      return new Memory(tail, position, asleep, byteInPipe);
    }
  }

  /** The fields of the crew, and whether who has the lock is the one that only listens. */
  private record Roles(
      boolean locked, int free, boolean listening, boolean stopping, boolean byListener) {
    Roles locked(boolean held) {
      return new Roles(held, free, listening, stopping, byListener);
    }

    Roles free(int runners) {
      return new Roles(locked, runners, listening, stopping, byListener);
    }

    Roles listening(boolean taken) {
      return new Roles(locked, free, taken, stopping, byListener);
    }

    Roles toStop() {
      return new Roles(locked, free, listening, true, byListener);
    }

    Roles byListener(boolean byListener) {
      return new Roles(locked, free, listening, stopping, byListener);
    }
  }

  /** Members are alike, so only how many are at which step counts: the list is sorted. */
  private record World(Memory memory, Roles roles, List<Step> members, Master master) {

    static World start(int runners, boolean listenerApart) {
      List<Step> members = new ArrayList<>(Collections.nCopies(runners, Step.LOCK));
      members.add(listenerApart ? Step.LOCK_TO_LISTEN : Step.LOCK);
      Collections.sort(members);
      return new World(
          new Memory(0, 0, false, false),
          new Roles(false, runners, false, false, false),
          members,
          new Master(Sending.WRITE, 0, OTHER_BELLS));
    }

    World with(Memory now) {
      return new World(now, roles, members, master);
    }

    World with(Roles now) {
      return new World(memory, now, members, master);
    }

    World with(Master now) {
      return new World(memory, roles, members, now);
    }

    World move(Step from, Step to) {
      List<Step> moved = new ArrayList<>(members);
      moved.remove(from);
      moved.add(to);
      Collections.sort(moved);
      return new World(memory, roles, moved, master);
    }

    int count(Step step) {
      return Collections.frequency(members, step);
    }
  }

  private int runners = 1;
  private boolean listenerApart;
  private Break broken = Break.NONE;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void noMessageIsLeftAndSomebodyListens(int atOnce) {
    runners = atOnce;
    assertThat(search()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void noMessageIsLeftWhereMembersDoNotListen(int atOnce) {
    runners = atOnce;
    listenerApart = true;
    assertThat(search()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "LISTENER_CALLS_NOBODY",
        "WAIT_BEFORE_LOOK",
        "NO_LOOK_WHEN_CALLED",
        "NO_LOOK_AFTER_RUN",
        "NO_RAISE",
        "LOOK_BEFORE_RAISE",
        "LOWER_THOUGH_FREE",
        "NOBODY_FOR_MORE",
        "EXIT_AT_ONCE",
        "EXIT_FORGOTTEN"
      })
  void findsWhatIsBrokenWhereMembersDoNotListen(Break wrong) {
    runners = 2;
    listenerApart = true;
    broken = wrong;
    assertThat(search()).isPresent();
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NONE", "LISTENER_CALLS_NOBODY"})
  void findsWhatIsBroken(Break wrong) {
    runners = 2;
    broken = wrong;
    assertThat(search()).isPresent();
  }

  /** The shortest way to something that must not be. */
  private Optional<List<World>> search() {
    World start = World.start(runners, listenerApart);
    Map<World, World> cameFrom = new HashMap<>(Map.of(start, start));
    Deque<World> ahead = new ArrayDeque<>(cameFrom.keySet());
    while (!ahead.isEmpty()) {
      World world = ahead.removeFirst();
      List<World> next = next(world);
      if (isWrong(world, next.isEmpty())) {
        return Optional.of(way(start, world, cameFrom));
      }
      mayHappen(world, next);
      for (World after : next) {
        if (cameFrom.putIfAbsent(after, world) == null) {
          ahead.addLast(after);
        }
      }
    }
    return Optional.empty();
  }

  private boolean isWrong(World world, boolean allSleep) {
    int running = world.count(Step.RUN);
    boolean exits = world.count(Step.EXIT) > 0;
    if (running > runners || world.count(Step.EXIT) > 1 || (exits && running > 0)) {
      return true;
    }
    if (!allSleep) {
      return false;
    }
    boolean left = world.memory.position < SENT.size();
    return (left && running < runners)
        || world.count(Step.AWAIT_BELL) != 1
        || (!left && running == 0 && !exits);
  }

  private static List<World> way(World start, World to, Map<World, World> cameFrom) {
    List<World> way = new ArrayList<>(List.of(to));
    while (!way.getFirst().equals(start)) {
      way.addFirst(cameFrom.get(way.getFirst()));
    }
    return way;
  }

  private List<World> next(World world) {
    List<World> next = new ArrayList<>();
    for (Step step : world.members.stream().distinct().toList()) {
      step(world, step).ifPresent(next::add);
    }
    if (world.master.sent < SENT.size()) {
      next.add(send(world));
    }
    return next;
  }

  /** What may come or not, so nothing may depend on it: the end of a task, another bell. */
  private static void mayHappen(World world, List<World> next) {
    if (world.count(Step.RUN) > 0) {
      next.add(world.move(Step.RUN, Step.LOCK_AFTER_RUN));
    }
    Master master = world.master;
    if (master.otherBells > 0) {
      next.add(
          world
              .with(world.memory.rung(true))
              .with(new Master(master.next, master.sent, master.otherBells - 1)));
    }
  }

  /** WorkerLink.flush: writes, then takeSleepingReader and the bell. */
  private World send(World world) {
    Memory memory = world.memory;
    Master master = world.master;
    boolean ringFirst = broken == Break.RING_BEFORE_WRITE;
    Master ifAwake = ringFirst ? master.to(Sending.WRITE) : master.done();
    return switch (master.next) {
      case WRITE ->
          world
              .with(memory.written())
              .with((ringFirst ? master.done() : master).to(Sending.LOOK_FLAG));
      case LOOK_FLAG -> {
        Sending ifAsleep = broken == Break.LOWER_AFTER_RING ? Sending.RING : Sending.LOWER;
        yield world.with(memory.asleep ? master.to(ifAsleep) : ifAwake);
      }
      case LOWER -> // compare and set
          world.with(memory.asleep(false)).with(memory.asleep ? master.to(Sending.RING) : ifAwake);
      case RING ->
          world
              .with(memory.rung(true))
              .with(
                  broken == Break.LOWER_AFTER_RING
                      ? master.to(Sending.LOWER_LATE)
                      : ringFirst ? master.to(Sending.WRITE) : master.done());
      case LOWER_LATE -> world.with(memory.asleep(false)).with(master.done());
    };
  }

  /** What a member can do, nothing while it waits for the lock, the bell or a call. */
  private Optional<World> step(World world, Step step) {
    if (step.locks) {
      return world.roles.locked
          ? Optional.empty()
          : Optional.of(lock(world.with(world.roles.locked(true)), step));
    }
    return switch (step) {
      case WAIT, RUN, EXIT -> Optional.empty();
      case AWAIT_BELL ->
          world.memory.rung
              ? Optional.of(world.with(world.memory.rung(false)).move(step, afterBell()))
              : Optional.empty();
      default -> Optional.of(underLock(world, step));
    };
  }

  private Step afterBell() {
    return broken == Break.LISTEN_UNDER_LOCK ? Step.CLAIM : Step.LOCK_AFTER_BELL;
  }

  private World lock(World world, Step step) {
    Roles roles = world.roles;
    return switch (step) {
      case LOCK_AFTER_RUN ->
          world
              .with(roles.free(roles.free + 1))
              .move(step, broken == Break.NO_LOOK_AFTER_RUN ? Step.TAKE_ROLE : Step.CLAIM);
      case LOCK_TO_LISTEN -> world.with(roles.byListener(true)).move(step, Step.TAKE_ROLE);
      case LOCK_AFTER_BELL ->
          listenerApart
              ? world.with(roles.listening(false).byListener(true)).move(step, Step.CALL_OTHERS)
              : world
                  .with(roles.listening(broken == Break.LISTENS_FOR_EVER))
                  .move(step, Step.CLAIM);
      case LOCK_WHEN_CALLED ->
          world.move(step, broken == Break.NO_LOOK_WHEN_CALLED ? Step.TAKE_ROLE : Step.CLAIM);
      default -> world.move(step, broken == Break.WAIT_BEFORE_LOOK ? Step.TAKE_ROLE : Step.CLAIM);
    };
  }

  private World underLock(World world, Step step) {
    Memory memory = world.memory;
    return switch (step) {
      case CLAIM -> world.move(step, claim(world.roles));
      case POLL ->
          memory.tail > memory.position
              ? took(world.with(memory.read()), SENT.get(memory.position))
              : world.move(step, broken == Break.NO_RAISE ? Step.LOOK : afterPoll());
      case RAISE ->
          world
              .with(memory.asleep(true))
              .move(step, broken == Break.LOOK_BEFORE_RAISE ? Step.TAKE_ROLE : Step.LOOK);
      case LOOK -> world.move(step, memory.tail == memory.position ? ifEmpty() : Step.LOWER);
      case LOWER -> world.with(memory.asleep(false)).move(step, Step.POLL);
      case TAKE_ROLE -> takeRole(world);
      case CALL_OTHERS -> callOthers(world);
      case RAISE_FOR_OTHERS -> world.with(memory.asleep(true)).move(step, Step.LOOK_FOR_OTHERS);
      case LOOK_FOR_OTHERS ->
          world.move(step, memory.tail == memory.position ? Step.CALL : Step.LOWER_FOR_OTHERS);
      case LOWER_FOR_OTHERS -> world.with(memory.asleep(false)).move(step, Step.CALL_FOR_MORE);
      case CALL, CALL_FOR_MORE -> call(world, step);
      default -> throw new AssertionError(step);
    };
  }

  private Step afterPoll() {
    return broken == Break.LOOK_BEFORE_RAISE ? Step.LOOK : Step.RAISE;
  }

  private Step ifEmpty() {
    return broken == Break.LOOK_BEFORE_RAISE ? Step.RAISE : Step.TAKE_ROLE;
  }

  private Step claim(Roles roles) {
    if (roles.free <= 0 && broken != Break.CLAIM_WITHOUT_RUNNER) {
      return Step.TAKE_ROLE;
    }
    if (roles.stopping) {
      boolean exits = roles.free == runners && broken != Break.EXIT_FORGOTTEN;
      return exits ? Step.CALL_OTHERS : Step.TAKE_ROLE;
    }
    return Step.POLL;
  }

  private World took(World world, Message message) {
    return switch (message) {
      case RUN -> world.move(Step.POLL, Step.CALL_OTHERS);
      case DEFINE -> world;
      case STOP -> {
        boolean exits = world.roles.free == runners || broken == Break.EXIT_AT_ONCE;
        yield world
            .with(world.roles.toStop())
            .move(Step.POLL, exits ? Step.CALL_OTHERS : Step.TAKE_ROLE);
      }
    };
  }

  private World callOthers(World world) {
    Roles roles = world.roles.byListener ? world.roles : world.roles.free(world.roles.free - 1);
    World taken = world.with(roles);
    if (roles.free > 0 && broken != Break.LOWER_THOUGH_FREE) {
      return taken.move(Step.CALL_OTHERS, Step.RAISE_FOR_OTHERS);
    }
    return taken.with(world.memory.asleep(false)).move(Step.CALL_OTHERS, Step.CALL);
  }

  private World call(World world, Step step) {
    boolean byListener = world.roles.byListener;
    boolean more = step == Step.CALL_FOR_MORE && broken != Break.NOBODY_FOR_MORE;
    more &= !byListener || broken != Break.LISTENER_CALLS_NOBODY;
    boolean listen = !world.roles.listening && !listenerApart && broken != Break.NOBODY_TO_LISTEN;
    World called = world.with(world.roles.locked(byListener));
    if ((more || listen) && world.count(Step.WAIT) > 0) {
      called = called.move(Step.WAIT, Step.LOCK_WHEN_CALLED);
    }
    if (byListener) {
      return called.move(step, Step.TAKE_ROLE);
    }
    return called.move(step, world.roles.stopping ? Step.EXIT : Step.RUN);
  }

  private World takeRole(World world) {
    Roles roles = world.roles;
    if (listenerApart ? !roles.byListener : roles.listening) {
      return world.with(roles.locked(false)).move(Step.TAKE_ROLE, Step.WAIT);
    }
    boolean unlocks = broken != Break.LISTEN_UNDER_LOCK;
    return world
        .with(roles.listening(true).byListener(false).locked(!unlocks))
        .move(Step.TAKE_ROLE, Step.AWAIT_BELL);
  }
}
