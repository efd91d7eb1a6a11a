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
 * Every interleaving of a master that sends answers and of the two members of a {@link Crew}, one
 * of whom may run a task that waits for an answer for ever: no answer may be left in the ring while
 * the other sleeps, whoever of them listens.
 *
 * <p>A model, as {@link CrewModelTest} is one. Its steps are those of {@code Crew.listen}, {@code
 * Answers} and {@code Outbox.flush}, one access to shared memory each; who changes those changes
 * them here. Each {@link Break} is one thing done wrong, and must be found.
 */
class AnswersModelTest {

  private static final int ANSWERS = 3;
  private static final int OTHER_BELLS = 2;

  /** One thing done wrong. */
  enum Break {
    NONE,
    /** The crew starts without a call of receive. */
    NOT_EXPECTED,
    /** Who heard the bell leaves the flag as it is if the ring is empty. */
    NO_RAISE_IF_EMPTY,
    /** Who heard the bell goes to run a task without having looked. */
    RUN_BEFORE_LOOK,
    /** receive does not raise the flag again. */
    NO_RAISE,
    /** receive looks, and then raises the flag. */
    LOOK_BEFORE_RAISE,
    /** The master looks at the flag before it writes. */
    RING_BEFORE_WRITE,
    /** The master rings, and then lowers the flag. */
    LOWER_AFTER_RING
  }

  /** What a member does next. */
  private enum Step {
    LOCK,
    AWAIT,
    LOOK,
    POLL,
    RAISE,
    LOOK_AGAIN,
    LOWER,
    CLAIM_OR_AWAIT,
    RUN
  }

  /** What the master does next. */
  private enum Sending {
    WRITE,
    LOOK_FLAG,
    LOWER,
    RING,
    LOWER_LATE
  }

  /** The ring's tail, position and flag; who listens and who runs; the pipe; the master. */
  private record World(
      int tail,
      int position,
      boolean asleep,
      boolean locked,
      boolean running,
      int bells,
      List<Step> members,
      Sending sending,
      int left,
      int otherBells) {

    static World start(boolean expected) {
      List<Step> members = List.of(Step.LOCK, Step.LOCK);
      return new World(
          0, 0, expected, false, false, 0, members, Sending.WRITE, ANSWERS, OTHER_BELLS);
    }

    World ring(int tail, int position, boolean asleep) {
      return new World(
          tail, position, asleep, locked, running, bells, members, sending, left, otherBells);
    }

    World asleep(boolean raised) {
      return ring(tail, position, raised);
    }

    World crew(boolean locked, boolean running) {
      return new World(
          tail, position, asleep, locked, running, bells, members, sending, left, otherBells);
    }

    World bells(int bells, int otherBells) {
      return new World(
          tail, position, asleep, locked, running, bells, members, sending, left, otherBells);
    }

    World master(Sending sending, int left) {
      return new World(
          tail, position, asleep, locked, running, bells, members, sending, left, otherBells);
    }

    World member(int who, Step step) {
      List<Step> moved = new ArrayList<>(members);
      moved.set(who, step);
      return new World(
          tail, position, asleep, locked, running, bells, moved, sending, left, otherBells);
    }
  }

  @Test
  void noAnswerIsLeft() {
    assertThat(search(Break.NONE)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void findsWhatIsBroken(Break broken) {
    assertThat(search(broken)).isPresent();
  }

  /** The shortest way to an answer that is left. */
  private static Optional<List<World>> search(Break broken) {
    World start = World.start(broken != Break.NOT_EXPECTED);
    Map<World, World> cameFrom = new HashMap<>(Map.of(start, start));
    Deque<World> ahead = new ArrayDeque<>(cameFrom.keySet());
    while (!ahead.isEmpty()) {
      World world = ahead.removeFirst();
      List<World> next = next(world, broken);
      if (next.isEmpty() && world.position < ANSWERS) {
        return Optional.of(way(world, start, cameFrom));
      }
      next.addAll(mayHappen(world));
      for (World after : next) {
        if (cameFrom.putIfAbsent(after, world) == null) {
          ahead.addLast(after);
        }
      }
    }
    return Optional.empty();
  }

  private static List<World> way(World to, World start, Map<World, World> cameFrom) {
    List<World> way = new ArrayList<>(List.of(to));
    while (!way.getFirst().equals(start)) {
      way.addFirst(cameFrom.get(way.getFirst()));
    }
    return way;
  }

  /** What must happen some time. */
  private static List<World> next(World world, Break broken) {
    List<World> next = new ArrayList<>();
    for (int who = 0; who < 2; who++) {
      next.addAll(step(world, who, broken));
    }
    if (world.left > 0) {
      next.add(send(world, broken));
    }
    return next;
  }

  /** What may happen or not: a task ends, or the master rings for something else. */
  private static List<World> mayHappen(World world) {
    List<World> may = new ArrayList<>();
    for (int who = 0; who < 2; who++) {
      if (world.members.get(who) == Step.RUN) {
        may.add(world.crew(world.locked, false).member(who, Step.LOCK));
      }
    }
    if (world.otherBells > 0) {
      may.add(world.bells(world.bells + 1, world.otherBells - 1));
    }
    return may;
  }

  private static World send(World world, Break broken) {
    boolean ringFirst = broken == Break.RING_BEFORE_WRITE;
    World done =
        ringFirst
            ? world.master(Sending.WRITE, world.left)
            : world.master(Sending.WRITE, world.left - 1);
    return switch (world.sending) {
      case WRITE ->
          world
              .ring(world.tail + 1, world.position, world.asleep)
              .master(Sending.LOOK_FLAG, ringFirst ? world.left - 1 : world.left);
      case LOOK_FLAG -> {
        Sending ifAsleep = broken == Break.LOWER_AFTER_RING ? Sending.RING : Sending.LOWER;
        yield world.asleep ? world.master(ifAsleep, world.left) : done;
      }
      case LOWER -> world.asleep ? world.asleep(false).master(Sending.RING, world.left) : done;
      case RING ->
          broken == Break.LOWER_AFTER_RING
              ? world
                  .bells(world.bells + 1, world.otherBells)
                  .master(Sending.LOWER_LATE, world.left)
              : done.bells(world.bells + 1, world.otherBells);
      case LOWER_LATE -> done.asleep(false);
    };
  }

  /** What a member can do, nothing while it waits for the lock or the bell, or runs a task. */
  private static List<World> step(World world, int who, Break broken) {
    return switch (world.members.get(who)) {
      case LOCK ->
          world.locked
              ? List.of()
              : List.of(world.crew(true, world.running).member(who, Step.CLAIM_OR_AWAIT));
      case AWAIT -> {
        World heard = world.bells(0, world.otherBells); // one read takes all
        if (world.bells == 0) {
          yield List.of();
        }
        Step then = broken == Break.NO_RAISE_IF_EMPTY ? Step.LOOK : Step.POLL;
        yield broken == Break.RUN_BEFORE_LOOK
            ? claimOr(heard, who, then)
            : List.of(heard.member(who, then));
      }
      case LOOK ->
          List.of(
              world.member(who, world.tail != world.position ? Step.POLL : Step.CLAIM_OR_AWAIT));
      case POLL ->
          world.tail == world.position
              ? List.of(world.member(who, afterPoll(broken)))
              : List.of(world.ring(world.tail, world.position + 1, world.asleep));
      case RAISE ->
          List.of(
              world
                  .asleep(true)
                  .member(
                      who,
                      broken == Break.LOOK_BEFORE_RAISE ? Step.CLAIM_OR_AWAIT : Step.LOOK_AGAIN));
      case LOOK_AGAIN -> {
        Step ifEmpty = broken == Break.LOOK_BEFORE_RAISE ? Step.RAISE : Step.CLAIM_OR_AWAIT;
        yield List.of(world.member(who, world.tail != world.position ? Step.LOWER : ifEmpty));
      }
      case LOWER -> List.of(world.asleep(false).member(who, Step.POLL));
      case CLAIM_OR_AWAIT -> claimOr(world, who, Step.AWAIT);
      case RUN -> List.of(); // perhaps for ever
    };
  }

  private static Step afterPoll(Break broken) {
    return switch (broken) {
      case NO_RAISE, LOOK_BEFORE_RAISE -> Step.LOOK_AGAIN;
      default -> Step.RAISE;
    };
  }

  /** Whether there is a task to run is not a matter of the answers: both ways are gone. */
  private static List<World> claimOr(World world, int who, Step otherwise) {
    List<World> ways = new ArrayList<>(List.of(world.member(who, otherwise)));
    if (!world.running) {
      ways.add(world.crew(false, true).member(who, Step.RUN));
    }
    return ways;
  }
}
