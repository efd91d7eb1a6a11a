package dev.rota.http.link;

import dev.rota.share.SharedLongArray;
import dev.rota.share.SharedRegion;

/**
 * The scoreboard of a service: a row for each worker, in memory that master and workers share, and
 * that anybody of the same user can read from outside. Workers write and never wait.
 *
 * <pre>
 * [head | row 0 | row 1 | ...]   each of {@link #ROW} numbers
 * </pre>
 *
 * <p>A worker writes its own row; the master writes the head, and clears a row before it gives it
 * to a new worker. All access is volatile, so what is read is never torn, and may be a moment old.
 */
@SuppressWarnings("EnumOrdinal") // all who read it are of one version of Rota
public final class Board {

  /** The most workers that a service can have, those included that drain. */
  public static final int MOST_WORKERS = 512;

  /** How many numbers a row has; eight rows of a page have no cache line in common. */
  static final int ROW = 192;

  private static final String NAME = "board";

  /** The names of the regions of services begin so. */
  public static final String PREFIX = "serve.";

  private final SharedLongArray numbers;

  private Board(SharedLongArray numbers) {
    this.numbers = numbers;
  }

  /** The board in a region; made if there is none. */
  public static Board in(SharedRegion region) {
    return new Board(region.longArray(NAME, (long) (1 + MOST_WORKERS) * ROW));
  }

  /** How large a region has to be for it, in bytes. */
  public static long bytes() {
    return (long) (1 + MOST_WORKERS) * ROW * Long.BYTES + 4096;
  }

  /** The row of a worker. */
  public Row row(int slot) {
    return new Row(numbers, (long) (1 + slot) * ROW);
  }

  /** What the master says. */
  public long get(Head number) {
    return numbers.get(number.ordinal());
  }

  /** Says it. */
  public void set(Head number, long value) {
    numbers.set(number.ordinal(), value);
  }

  /** What the master tells all. */
  public enum Head {
    /** The process number of the master. */
    MASTER,
    /** When the service began, in ms since 1970. */
    SINCE,
    /** How many workers there are to be. */
    STRENGTH,
    /** How many times handler and options were read anew. */
    RELOADS,
    /** How many times logs are to be opened anew. */
    LOGS,
    /** How many workers were replaced because they crashed. */
    CRASHED,
    /** How many because a request took too long, or they gave no sign of life. */
    STUCK,
    /** How many had served their time, or wrote or took too much. */
    RECYCLED,
    /** How many had a handler that was not well. */
    SICK,
    /** 1 when the service takes no more connections, and is about to end. */
    DRAINING,
    /** 1 while another number of workers is tried than the best that is known. */
    COMPARING,
    /** How many times a number of workers that finds itself was decided about. */
    DECISIONS
  }
}
