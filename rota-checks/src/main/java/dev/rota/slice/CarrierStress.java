package dev.rota.slice;

import java.util.ArrayDeque;
import org.jspecify.annotations.NullMarked;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/** What carriers, the ticker and who wakes a strand do to each other without a lock of the JDK. */
@NullMarked
public final class CarrierStress {

  private CarrierStress() {}

  private static int number(boolean bool) {
    return bool ? 1 : 0;
  }

  /** A carrier finds nothing and goes to sleep while a strand becomes ready. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "sees the strand itself")
  @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "is roused while it dozes")
  @Outcome(id = "2, 1", expect = Expect.ACCEPTABLE, desc = "sleeps and is woken")
  @Outcome(id = "2, 0", expect = Expect.FORBIDDEN, desc = "sleeps, and nobody wakes it")
  @State
  public static class CarrierSleeps {

    private final SpinLock lock = new SpinLock();
    private final ArrayDeque<Rest> idle = new ArrayDeque<>();
    private final Rest rest = new Rest();
    private int ready;

    /** The carrier: 0 if it found the strand, 1 if its rest was ended, 2 if it sleeps. */
    @Actor
    public void carrier(II_Result result) {
      lock.lock();
      boolean found = ready > 0;
      if (!found) {
        rest.begin();
        idle.addFirst(rest);
      }
      lock.unlock();
      result.r1 = found ? 0 : 1 + number(rest.fallAsleep());
    }

    /** Who wakes a strand: 1 if it unparks a carrier. */
    @Actor
    public void waker(II_Result result) {
      lock.lock();
      ready++;
      Rest resting = idle.pollFirst();
      boolean unpark = resting != null && resting.end();
      lock.unlock();
      result.r2 = number(unpark);
    }
  }

  /** A flag of a test's own, as many run at a time. */
  private static final class OwnMarks extends Marks {
    volatile boolean due;

    @Override
    void raise(boolean up) {
      due = up;
    }
  }

  /** One carrier is marked while the last mark of another is taken away. */
  @JCStressTest
  @Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "polls look")
  @Outcome(id = "false", expect = Expect.FORBIDDEN, desc = "the mark is lost")
  @State
  public static class MarkMeetsUnmark {

    private final OwnMarks marks = new OwnMarks();

    /** One carrier is marked. */
    public MarkMeetsUnmark() {
      marks.add();
    }

    /** The ticker. */
    @Actor
    public void marks() {
      marks.add();
    }

    /** A poll. */
    @Actor
    public void unmarks() {
      marks.remove();
    }

    /** What polls see from now on. */
    @Arbiter
    public void polls(Z_Result result) {
      result.r1 = marks.due;
    }
  }

  /** A poll of an unmarked carrier lowers a flag that is up for nothing, while one is marked. */
  @JCStressTest
  @Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "polls look")
  @Outcome(id = "false", expect = Expect.FORBIDDEN, desc = "the mark is lost")
  @State
  public static class MarkMeetsPoll {

    private final OwnMarks marks = new OwnMarks();

    /** The ticker. */
    @Actor
    public void marks() {
      marks.add();
    }

    /** A poll. */
    @Actor
    public void polls() {
      marks.lowerIfUnneeded();
    }

    /** What polls see from now on. */
    @Arbiter
    public void polls(Z_Result result) {
      result.r1 = marks.due;
    }
  }

  /** Two count under the lock. */
  @JCStressTest
  @Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "one after the other")
  @Outcome(expect = Expect.FORBIDDEN, desc = "at the same time")
  @State
  public static class TwoUnderTheLock {

    private final SpinLock lock = new SpinLock();
    private int count;

    /** One of them. */
    @Actor
    public void one() {
      count();
    }

    /** The other. */
    @Actor
    public void other() {
      count();
    }

    private void count() {
      lock.lock();
      count++;
      lock.unlock();
    }

    /** What came of it. */
    @Arbiter
    public void sum(I_Result result) {
      result.r1 = count;
    }
  }
}
