package dev.rota.wire;

import org.jspecify.annotations.NullMarked;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** {@link Slots} with a master and a worker at the same time. */
@NullMarked
public final class SlotsStress {

  private static final int SLOT = 3;

  private SlotsStress() {}

  /** With memory for no more of them than are used. */
  private static Slots slots() {
    return Slots.at(StressMemory.next(Slots.size() / Slots.COUNT * (SLOT + 1)), 0);
  }

  /** A slot with a task in it. */
  public abstract static class Sent {

    static final long TASK = 1;

    final Slots slots = slots();

    Sent() {
      slots.send(SLOT, TASK, 1);
    }

    final boolean start(long sequence) {
      return slots.start(SLOT, sequence, 10 * sequence, 20 * sequence, 30 * sequence);
    }

    static int number(boolean bool) {
      return bool ? 1 : 0;
    }
  }

  /** A slot with a task that runs. */
  public abstract static class Started extends Sent {

    Started() {
      start(TASK);
    }
  }

  /** A task starts or is taken back. */
  @JCStressTest
  @Outcome(
      id = {"1, 0", "0, 1"},
      expect = Expect.ACCEPTABLE,
      desc = "one of them")
  @Outcome(expect = Expect.FORBIDDEN, desc = "both, or none")
  @State
  public static class RevokeOrStart extends Sent {

    /** The master. */
    @Actor
    public void master(II_Result result) {
      result.r1 = number(slots.revoke(SLOT, TASK) == TASK);
    }

    /** The worker. */
    @Actor
    public void worker(II_Result result) {
      result.r2 = number(start(TASK));
    }
  }

  /** A running task ends or is doomed. */
  @JCStressTest
  @Outcome(
      id = {"1, 0", "0, 1"},
      expect = Expect.ACCEPTABLE,
      desc = "one of them")
  @Outcome(expect = Expect.FORBIDDEN, desc = "both, or none")
  @State
  public static class DoomOrFinish extends Started {

    /** The master. */
    @Actor
    public void master(II_Result result) {
      result.r1 = number(slots.doom(SLOT, TASK));
    }

    /** The worker. */
    @Actor
    public void worker(II_Result result) {
      result.r2 = number(slots.finish(SLOT, TASK));
    }
  }

  /** A running task ends while it is interrupted and then doomed. */
  @JCStressTest
  @Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "interrupted, then doomed")
  @Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "interrupted, then ended")
  @Outcome(id = "0, 0, 1", expect = Expect.ACCEPTABLE, desc = "ended before the interruption")
  @Outcome(expect = Expect.FORBIDDEN, desc = "doomed and ended, or neither")
  @State
  public static class InterruptAndDoomOrFinish extends Started {

    /** The master. */
    @Actor
    public void master(III_Result result) {
      result.r1 = number(slots.interrupt(SLOT, TASK));
      result.r2 = number(slots.doom(SLOT, TASK));
    }

    /** The worker. */
    @Actor
    public void worker(III_Result result) {
      result.r3 = number(slots.finish(SLOT, TASK));
    }
  }

  /** A running task ends while it is interrupted: it has ended, whichever came first. */
  @JCStressTest
  @Outcome(
      id = {"0, 1, 1", "1, 1, 1"},
      expect = Expect.ACCEPTABLE,
      desc = "ended")
  @Outcome(expect = Expect.FORBIDDEN, desc = "the end was lost")
  @State
  public static class InterruptOrFinish extends Started {

    /** The master. */
    @Actor
    public void master(III_Result result) {
      result.r1 = number(slots.interrupt(SLOT, TASK));
    }

    /** The worker. */
    @Actor
    public void worker(III_Result result) {
      result.r2 = number(slots.finish(SLOT, TASK));
    }

    /** Afterwards. */
    @Arbiter
    public void afterwards(III_Result result) {
      result.r3 = number(slots.state(SLOT, TASK) == Slots.State.DONE);
    }
  }

  /** Who sees that a task has started sees when, by which clock and where. */
  @JCStressTest
  @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "not started yet")
  @Outcome(id = "60", expect = Expect.ACCEPTABLE, desc = "started, and all is there")
  @Outcome(expect = Expect.FORBIDDEN, desc = "started, but when is not known")
  @State
  public static class StartedAtIsVisible extends Sent {

    /** The worker. */
    @Actor
    public void worker() {
      start(TASK);
    }

    /** The master. */
    @Actor
    public void master(I_Result result) {
      if (slots.state(SLOT, TASK) == Slots.State.STARTED) {
        result.r1 =
            (int) (slots.startedAt(SLOT, TASK, 0) + slots.startedCpu(SLOT) + slots.thread(SLOT));
      }
    }
  }

  /**
   * A slot is used again for a task behind the one taken back, which the worker has yet to meet.
   */
  @JCStressTest
  @Outcome(id = "0, 1, 0", expect = Expect.ACCEPTABLE, desc = "the first had started")
  @Outcome(
      id = "1, 0, 0",
      expect = Expect.ACCEPTABLE,
      desc = "taken back; the second was not there yet or not seen")
  @Outcome(
      id = "1, 0, 20",
      expect = Expect.ACCEPTABLE,
      desc = "taken back; the second runs since then")
  @Outcome(expect = Expect.FORBIDDEN, desc = "one task was taken for the other")
  @State
  public static class SentAgain extends Sent {

    private static final long NEXT = 2;

    /** The master. */
    @Actor
    public void master(III_Result result) {
      boolean revoked = slots.revoke(SLOT, TASK) == TASK;
      result.r1 = number(revoked);
      if (revoked) {
        slots.send(SLOT, NEXT, 1);
      }
      if (slots.state(SLOT, NEXT) == Slots.State.STARTED) {
        result.r3 = (int) slots.startedAt(SLOT, NEXT, 0);
      }
    }

    /** The worker. */
    @Actor
    public void worker(III_Result result) {
      result.r2 = number(start(TASK));
      start(NEXT);
    }
  }

  /** A thread still means to start what was taken back; another starts what came after it. */
  @JCStressTest
  @Outcome(id = "0, 1, 120", expect = Expect.ACCEPTABLE, desc = "the second one, as it started")
  @Outcome(expect = Expect.FORBIDDEN, desc = "one task was taken for the other")
  @State
  public static class LateStart extends Sent {

    private static final long NEXT = 2;

    /** The first was taken back, and its slot used again. */
    public LateStart() {
      slots.revoke(SLOT, TASK);
      slots.send(SLOT, NEXT, 1);
    }

    /** The thread that has the first. */
    @Actor
    public void late(III_Result result) {
      result.r1 = number(start(TASK));
    }

    /** The thread that has the second. */
    @Actor
    public void worker(III_Result result) {
      result.r2 = number(start(NEXT));
    }

    /** Afterwards. */
    @Arbiter
    public void afterwards(III_Result result) {
      result.r3 =
          (int) (slots.startedAt(SLOT, NEXT, 0) + slots.startedCpu(SLOT) + slots.thread(SLOT));
    }
  }

  /** The second task of a run starts or is taken back, while the first ends. */
  @JCStressTest
  @Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "taken back")
  @Outcome(id = "0, 1, 1", expect = Expect.ACCEPTABLE, desc = "started")
  @Outcome(expect = Expect.FORBIDDEN, desc = "both, or none, or the end was lost")
  @State
  public static class RevokeOrNext {

    private static final long FIRST = 1;

    private final Slots slots = slots();

    /** A run of two whose first has started. */
    public RevokeOrNext() {
      slots.send(SLOT, FIRST, 2);
      slots.start(SLOT, FIRST, 10, 20, 30);
    }

    /** The master. */
    @Actor
    public void master(III_Result result) {
      result.r1 = slots.revoke(SLOT, FIRST + 1) == FIRST + 1 ? 1 : 0;
    }

    /** The worker. */
    @Actor
    public void worker(III_Result result) {
      result.r2 = slots.finish(SLOT, FIRST) ? 1 : 0;
      result.r3 = slots.next(SLOT, FIRST, 11, 21) ? 1 : 0;
    }
  }

  /** The master asks when a task started, while the worker goes on to the next. */
  @JCStressTest
  @Outcome(id = "10", expect = Expect.ACCEPTABLE, desc = "when it started")
  @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "not known any more")
  @Outcome(expect = Expect.FORBIDDEN, desc = "when the next one started")
  @State
  public static class StartedAtIsNotTheNexts {

    private static final long FIRST = 1;

    private final Slots slots = slots();

    /** A run of two whose first has started. */
    public StartedAtIsNotTheNexts() {
      slots.send(SLOT, FIRST, 2);
      slots.start(SLOT, FIRST, 10, 20, 30);
    }

    /** The master. */
    @Actor
    public void master(I_Result result) {
      result.r1 = (int) slots.startedAt(SLOT, FIRST, 0);
    }

    /** The worker. */
    @Actor
    public void worker() {
      slots.finish(SLOT, FIRST);
      slots.next(SLOT, FIRST, 99, 20);
    }
  }
}
