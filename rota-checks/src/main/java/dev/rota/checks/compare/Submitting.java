package dev.rota.checks.compare;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One task a call, one future a task. */
record Submitting(String name, Submission submission) implements Way {

  /** Submits a task that returns what it is given. */
  interface Submission {
    Future<?> submit(byte[] payload);
  }

  @Override
  public Set<Work> works() {
    return EnumSet.of(Work.ROUND_TRIP, Work.WINDOW, Work.ALL_AT_ONCE);
  }

  @Override
  public long[] measure(Work work, int count) throws Exception {
    return switch (work) {
      case ROUND_TRIP -> roundTrips(count);
      case WINDOW -> window(count);
      case ALL_AT_ONCE -> allAtOnce(count);
      case MAP -> throw new IllegalArgumentException("it does not map");
    };
  }

  private long[] roundTrips(int count) throws Exception {
    byte[] payload = Payload.bytes();
    long[] nanos = new long[count];
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      submission.submit(payload).get();
      nanos[i] = System.nanoTime() - start;
    }
    return nanos;
  }

  private long[] window(int count) throws Exception {
    byte[] payload = Payload.bytes();
    @Nullable Future<?>[] underWay = new Future<?>[Work.WINDOW_SIZE];
    long start = System.nanoTime();
    for (int i = 0; i < count + underWay.length; i++) {
      int slot = i % underWay.length;
      Future<?> oldest = underWay[slot];
      if (oldest != null) {
        oldest.get();
      }
      underWay[slot] = i < count ? submission.submit(payload) : null;
    }
    return new long[] {System.nanoTime() - start};
  }

  private long[] allAtOnce(int count) throws Exception {
    byte[] payload = Payload.bytes();
    List<Future<?>> futures = new ArrayList<>(count);
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      futures.add(submission.submit(payload));
    }
    for (Future<?> future : futures) {
      future.get();
    }
    return new long[] {System.nanoTime() - start};
  }
}
