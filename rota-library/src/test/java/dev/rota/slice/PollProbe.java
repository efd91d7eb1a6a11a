package dev.rota.slice;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Lets tests see the polls of woven code. Tests that use it run one after the other. */
public final class PollProbe implements AutoCloseable {
  private final AtomicLong polls = new AtomicLong();
  private @Nullable PollHook before;

  private PollProbe() {}

  /** Counts polls until it is closed. */
  public static PollProbe counting() {
    var probe = new PollProbe();
    probe.before = Poll.hook(probe.polls::incrementAndGet);
    Marks.OF_ALL_POOLS.add(); // as a marked carrier: nobody else lowers the flag
    return probe;
  }

  /** Throws at the poll of that number, counted from 1, and at each later one. */
  public static PollProbe throwingAt(long number) {
    var probe = new PollProbe();
    probe.before =
        Poll.hook(
            () -> {
              if (probe.polls.incrementAndGet() >= number) {
                throw new Stop();
              }
            });
    Marks.OF_ALL_POOLS.add(); // as a marked carrier: nobody else lowers the flag
    return probe;
  }

  /** How many there were. */
  public long polls() {
    return polls.get();
  }

  @Override
  public void close() {
    Marks.OF_ALL_POOLS.remove();
    Poll.hook(before);
  }

  /** Ends a woven method that would not end. */
  public static final class Stop extends Error {
    Stop() {
      super("polled", null, false, false);
    }
  }
}
