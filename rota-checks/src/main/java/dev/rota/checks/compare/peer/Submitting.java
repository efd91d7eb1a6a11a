package dev.rota.checks.compare.peer;

import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One task a call, one future a task. */
record Submitting(String name, Submission submission) implements Way {

  /** Submits a task that returns what it is given. */
  interface Submission {
    Future<?> submit(byte[] payload);
  }

  @Override
  public boolean can(Work work) {
    return work == Work.WINDOW || work.isOneByOne();
  }

  @Override
  public long[] measure(Work work, int count) throws Exception {
    byte[] payload = Payload.bytes(work);
    return work == Work.WINDOW ? window(payload, count) : oneByOne(payload, count);
  }

  private long[] oneByOne(byte[] payload, int count) throws Exception {
    long[] nanos = new long[count];
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      submission.submit(payload).get();
      nanos[i] = System.nanoTime() - start;
    }
    return nanos;
  }

  private long[] window(byte[] payload, int count) throws Exception {
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
}
