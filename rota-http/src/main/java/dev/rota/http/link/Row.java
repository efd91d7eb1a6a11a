package dev.rota.http.link;

import dev.rota.share.SharedLongArray;

/** A worker's row of the {@link Board}. */
@SuppressWarnings("EnumOrdinal") // as the board
public final class Row {

  /** What a row has before the latencies. */
  public enum Count {
    /** The {@link State} by its number. */
    STATE,
    /** The number of the worker's process. */
    PID,
    /** The number of the worker, which is not used again. */
    WORKER,
    /** When it was ready, in ns of the monotonic clock of the machine. */
    SINCE,
    /**
     * When the event loop that is furthest behind gave its last sign of life, by the same clock.
     */
    BEAT,
    /** How many requests were answered. */
    REQUESTS,
    /** How many are being handled, or wait for a thread. */
    BUSY,
    /** How many connections there are. */
    CONNECTIONS,
    /** How many requests and connections were refused because there was no room. */
    REFUSED,
    /** How many took too long. */
    OVERDUE,
    /** How many failed by an exception. */
    FAILED,
    /** How many times a handler blocked an event loop. */
    BLOCKED,
    /** How many requests were no good: malformed, too large, too slow. */
    BAD,
    /** How many bytes it has in memory; said by the master. */
    MEMORY,
    /** Why it is replaced: the number of a {@link Cause}. */
    CAUSE;

    /** Whether it says something of itself. */
    boolean isForPeople() {
      return this != STATE && this != SINCE && this != BEAT && this != CAUSE;
    }
  }

  /** How far a worker is. */
  public enum State {
    /** Nobody has this row. */
    NONE,
    /** Not ready yet. */
    STARTING,
    /** Takes requests. */
    READY,
    /** Wants to be replaced. */
    WORN,
    /** Takes no more connections. */
    DRAINING
  }

  private static final int LATENCIES = 64; // where they begin

  private final SharedLongArray numbers;
  private final long start;

  Row(SharedLongArray numbers, long start) {
    this.numbers = numbers;
    this.start = start;
  }

  /** A number. */
  public long get(Count count) {
    return numbers.get(start + count.ordinal());
  }

  /** Sets it. */
  public void set(Count count, long value) {
    numbers.set(start + count.ordinal(), value);
  }

  /** Adds to it, atomically. */
  public void add(Count count, long more) {
    long _ = numbers.add(start + count.ordinal(), more);
  }

  /** How far the worker is. */
  public State state() {
    long number = get(Count.STATE);
    State[] states = State.values();
    return number >= 0 && number < states.length ? states[(int) number] : State.NONE;
  }

  /** Sets how far it is. */
  public void state(State state) {
    set(Count.STATE, state.ordinal());
  }

  /** Why the worker is to be replaced. */
  public Cause cause() {
    long number = get(Count.CAUSE);
    Cause[] causes = Cause.values();
    return number >= 0 && number < causes.length ? causes[(int) number] : Cause.NONE;
  }

  /** A worker that was ready wants to be replaced. */
  public void wear(Cause cause) {
    if (state() == State.READY) {
      set(Count.CAUSE, cause.ordinal());
      state(State.WORN);
    }
  }

  /** What it was to be replaced for is gone, and it has not been told to go yet. */
  public void recover(Cause from) {
    if (state() == State.WORN && cause() == from) {
      state(State.READY);
    }
  }

  /** A request took so long. */
  public void took(long nanos) {
    long _ = numbers.add(start + LATENCIES + Latency.bucket(nanos), 1);
  }

  /** How long requests took. */
  public Latency latency() {
    long[] counts = new long[Latency.BUCKETS];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = numbers.get(start + LATENCIES + i);
    }
    return new Latency(counts);
  }

  /** For the next worker. */
  public void clear() {
    for (int i = 0; i < Board.ROW; i++) {
      numbers.set(start + i, 0);
    }
  }
}
