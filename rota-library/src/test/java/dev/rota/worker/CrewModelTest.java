package dev.rota.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every interleaving of the two members of a {@link Crew} and a master that sends messages: no
 * message may be left in the ring while all sleep, and two members may never read the ring at the
 * same time.
 *
 * <p>It is a model, because the real classes read the process's descriptor 0. Its steps are those
 * of {@code Crew.listen}, {@code claimTasks} and {@code runTasks} and of {@code
 * Ring.readerMaySleep} and {@code takeSleepingReader}, one access to shared memory each; who
 * changes those changes them here. Accesses take effect in program order; that the fences of the
 * ring make it so is for jcstress to see. Each {@link Break} is one thing done wrong, and must be
 * found.
 */
class CrewModelTest {

  private static final int MESSAGES = 4;
  private static final int OTHER_BELLS = 2; // the master also rings for cancellations and for room

  /** One thing done wrong. */
  enum Break {
    NONE,
    /** listen waits for the bell before it has looked. */
    WAIT_BEFORE_LOOK,
    /** readerMaySleep does not raise the flag. */
    NO_RAISE,
    /** readerMaySleep looks before it raises the flag. */
    LOOK_BEFORE_RAISE,
    /** claimTasks sets {@code running} without a compare and set. */
    CLAIM_WITHOUT_CAS,
    /** runTasks looks a last time, and then says that it does not run any more. */
    STOP_AFTER_LOOK,
    /** runTasks does not look again after it has said that it does not run any more. */
    NO_LOOK_AFTER_STOP,
    /** runTasks lowers the flag at its end and not at its beginning. */
    AWAKE_AT_THE_END,
    /** The master looks at the flag before it writes. */
    RING_BEFORE_WRITE,
    /** The master rings, and then lowers the flag. */
    LOWER_AFTER_RING
  }

  /** What a member does next. */
  private enum Step {
    LOCK,
    LOOK_RUNNING,
    LOOK_POSITION,
    RAISE,
    LOOK_TAIL,
    LOWER,
    CLAIM,
    CLAIM_LATE,
    AWAIT,
    UNLOCK,
    AWAKE,
    POLL,
    STOP,
    STOP_LATE,
    AWAKE_LATE
  }

  /** What the master does next. */
  private enum Sending {
    WRITE,
    LOOK_FLAG,
    LOWER,
    RING,
    LOWER_LATE
  }

  private record Member(Step step, boolean wasRunning, int seen) {
    Member to(Step next) {
      return new Member(next, wasRunning, seen);
    }
  }

  private record Master(Sending next, int left, int otherBells) {
    Master to(Sending sending) {
      return new Master(sending, left, otherBells);
    }

    Master sent() {
      return new Master(Sending.WRITE, left - 1, otherBells);
    }
  }

  /**
   * The ring's tail, position and flag; the crew's {@code running} and {@code listening}; the pipe.
   */
  private record Memory(
      int tail, int position, boolean asleep, boolean running, boolean locked, boolean rung) {
    Memory written() {
      return new Memory(tail + 1, position, asleep, running, locked, rung);
    }

    Memory read() {
      return new Memory(tail, position + 1, asleep, running, locked, rung);
    }

    Memory asleep(boolean raised) {
      return new Memory(tail, position, raised, running, locked, rung);
    }

    Memory running(boolean runs) {
      return new Memory(tail, position, asleep, runs, locked, rung);
    }

    Memory locked(boolean held) {
      return new Memory(tail, position, asleep, running, held, rung);
    }

    Memory rung(boolean byteInPipe) {
      return new Memory(tail, position, asleep, running, locked, byteInPipe);
    }
  }

  private record World(Memory memory, Member first, Member second, Master master) {
    static final World START =
        new World(
            new Memory(0, 0, false, false, false, false),
            new Member(Step.LOCK, false, 0),
            new Member(Step.LOCK, false, 0),
            new Master(Sending.WRITE, MESSAGES, OTHER_BELLS));
  }

  /** A member after a step, and the memory as it left it. */
  private record Stepped(Memory memory, Member member) {}

  @Test
  void noMessageIsLeftAndOneReads() {
    assertThat(search(Break.NONE)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void findsWhatIsBroken(Break broken) {
    assertThat(search(broken)).isPresent();
  }

  /** The shortest way to something that must not be. */
  private static Optional<List<World>> search(Break broken) {
    Map<World, World> cameFrom = new HashMap<>(Map.of(World.START, World.START));
    Deque<World> ahead = new ArrayDeque<>(cameFrom.keySet());
    while (!ahead.isEmpty()) {
      World world = ahead.removeFirst();
      List<World> next = next(world, broken);
      if (isWrong(world, next.isEmpty())) {
        return Optional.of(way(world, cameFrom));
      }
      otherBell(world).ifPresent(next::add);
      for (World after : next) {
        if (cameFrom.putIfAbsent(after, world) == null) {
          ahead.addLast(after);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isWrong(World world, boolean allSleep) {
    boolean twoRead = world.first.step == Step.POLL && world.second.step == Step.POLL;
    return twoRead || (allSleep && world.memory.position < MESSAGES);
  }

  private static List<World> way(World to, Map<World, World> cameFrom) {
    List<World> way = new ArrayList<>(List.of(to));
    while (!way.getFirst().equals(World.START)) {
      way.addFirst(cameFrom.get(way.getFirst()));
    }
    return way;
  }

  private static List<World> next(World world, Break broken) {
    List<World> next = new ArrayList<>();
    step(world.memory, world.first, broken)
        .ifPresent(
            after -> next.add(new World(after.memory, after.member, world.second, world.master)));
    step(world.memory, world.second, broken)
        .ifPresent(
            after -> next.add(new World(after.memory, world.first, after.member, world.master)));
    if (world.master.left > 0) {
      next.add(send(world, broken));
    }
    return next;
  }

  /** May come or not, so nothing may depend on it. */
  private static Optional<World> otherBell(World world) {
    Master master = world.master;
    if (master.otherBells == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new World(
            world.memory.rung(true),
            world.first,
            world.second,
            new Master(master.next, master.left, master.otherBells - 1)));
  }

  /** WorkerLink.flush: writes, then takeSleepingReader and the bell. */
  private static World send(World world, Break broken) {
    Memory memory = world.memory;
    Master master = world.master;
    boolean ringFirst = broken == Break.RING_BEFORE_WRITE;
    switch (master.next) {
      case WRITE -> {
        memory = memory.written();
        master = ringFirst ? master.sent().to(Sending.LOOK_FLAG) : master.to(Sending.LOOK_FLAG);
      }
      case LOOK_FLAG -> {
        Sending ifAsleep = broken == Break.LOWER_AFTER_RING ? Sending.RING : Sending.LOWER;
        Master ifAwake = ringFirst ? master.to(Sending.WRITE) : master.sent();
        master = memory.asleep ? master.to(ifAsleep) : ifAwake;
      }
      case LOWER -> {
        Master ifAwake = ringFirst ? master.to(Sending.WRITE) : master.sent();
        master = memory.asleep ? master.to(Sending.RING) : ifAwake; // compare and set
        memory = memory.asleep(false);
      }
      case RING -> {
        memory = memory.rung(true);
        master =
            switch (broken) {
              case LOWER_AFTER_RING -> master.to(Sending.LOWER_LATE);
              case RING_BEFORE_WRITE -> master.to(Sending.WRITE);
              default -> master.sent();
            };
      }
      case LOWER_LATE -> {
        memory = memory.asleep(false);
        master = master.sent();
      }
    }
    return new World(memory, world.first, world.second, master);
  }

  /** What a member can do, nothing while it waits for the lock or the bell. */
  private static Optional<Stepped> step(Memory memory, Member member, Break broken) {
    return switch (member.step) {
      case LOCK -> {
        Step then = broken == Break.WAIT_BEFORE_LOOK ? Step.AWAIT : Step.LOOK_RUNNING;
        Member listener = new Member(then, false, 0);
        yield memory.locked ? Optional.empty() : stepped(memory.locked(true), listener);
      }
      case LOOK_RUNNING ->
          memory.running
              ? stepped(memory, notClaimed(member, broken))
              : stepped(memory, member.to(Step.LOOK_POSITION));
      case LOOK_POSITION -> {
        boolean raises = broken != Break.LOOK_BEFORE_RAISE && broken != Break.NO_RAISE;
        Step then = raises ? Step.RAISE : Step.LOOK_TAIL;
        yield stepped(memory, new Member(then, member.wasRunning, memory.position));
      }
      case RAISE ->
          stepped(
              memory.asleep(true),
              broken == Break.LOOK_BEFORE_RAISE
                  ? notClaimed(member, broken)
                  : member.to(Step.LOOK_TAIL));
      case LOOK_TAIL -> {
        if (memory.tail != member.seen) {
          yield stepped(memory, member.to(Step.LOWER));
        }
        yield stepped(
            memory,
            broken == Break.LOOK_BEFORE_RAISE ? member.to(Step.RAISE) : notClaimed(member, broken));
      }
      case LOWER -> stepped(memory.asleep(false), afterLower(member, broken));
      case CLAIM -> {
        if (memory.running) {
          yield stepped(memory, notClaimed(member, broken));
        }
        yield broken == Break.CLAIM_WITHOUT_CAS
            ? stepped(memory, member.to(Step.CLAIM_LATE))
            : stepped(memory.running(true), claimed(member));
      }
      case CLAIM_LATE -> stepped(memory.running(true), claimed(member));
      case AWAIT ->
          memory.rung
              ? stepped(memory.rung(false), member.to(Step.LOOK_RUNNING))
              : Optional.empty();
      case UNLOCK ->
          stepped(
              memory.locked(false),
              member.to(broken == Break.AWAKE_AT_THE_END ? Step.POLL : Step.AWAKE));
      case AWAKE -> stepped(memory.asleep(false), member.to(Step.POLL));
      case POLL ->
          memory.tail > memory.position
              ? stepped(memory.read(), member)
              : stepped(memory, allRead(broken));
      case STOP ->
          stepped(
              memory.running(false),
              new Member(
                  broken == Break.NO_LOOK_AFTER_STOP ? Step.LOCK : Step.LOOK_RUNNING, true, 0));
      case STOP_LATE -> stepped(memory.running(false), member.to(Step.LOCK));
      case AWAKE_LATE -> stepped(memory.asleep(false), member.to(Step.LOCK));
    };
  }

  private static Optional<Stepped> stepped(Memory memory, Member member) {
    return Optional.of(new Stepped(memory, member));
  }

  private static Member allRead(Break broken) {
    return new Member(broken == Break.STOP_AFTER_LOOK ? Step.LOOK_POSITION : Step.STOP, true, 0);
  }

  /** There is input. */
  private static Member afterLower(Member member, Break broken) {
    boolean stillRuns = broken == Break.STOP_AFTER_LOOK && member.wasRunning;
    return member.to(stillRuns ? Step.POLL : Step.CLAIM);
  }

  private static Member claimed(Member member) {
    return member.to(member.wasRunning ? Step.POLL : Step.UNLOCK);
  }

  private static Member notClaimed(Member member, Break broken) {
    if (!member.wasRunning) {
      return member.to(Step.AWAIT);
    }
    return member.to(
        switch (broken) {
          case STOP_AFTER_LOOK -> Step.STOP_LATE;
          case AWAKE_AT_THE_END -> Step.AWAKE_LATE;
          default -> Step.LOCK;
        });
  }
}
