package dev.rota.slice;

import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a task can say about its own time slice. All methods may be called by any thread; on one
 * that is not sliced they change nothing.
 */
public final class Slice {

  private Slice() {}

  /**
   * Gives the carrier up if the time slice is over, or another task goes first. Woven code does
   * that by itself; code that is not woven calls this now and then. Costs a volatile read if there
   * is nothing to do.
   */
  public static void poll() {
    Poll.poll();
  }

  /**
   * Runs a section in which the carrier is not taken from the task: no poll has an effect, and what
   * was due is made up for at the end. A section that waits gives the carrier up all the same.
   * Other tasks have their turns on the other carriers meanwhile, or on a spare one if it takes too
   * long. Sections nest.
   *
   * @param <T> the type of the result
   * @param section what is not to be cut
   * @return its result
   * @throws Exception what the section throws
   */
  public static <T extends @Nullable Object> T whole(Callable<T> section) throws Exception {
    Strand strand = strand();
    if (strand == null) {
      return section.call();
    }
    strand.whole++;
    try {
      return section.call();
    } finally {
      leave(strand);
    }
  }

  /**
   * Runs a section without a result in which the carrier is not taken from the task.
   *
   * @param section what is not to be cut
   */
  public static void whole(Runnable section) {
    Strand strand = strand();
    if (strand == null) {
      section.run();
      return;
    }
    strand.whole++;
    try {
      section.run();
    } finally {
      leave(strand);
    }
  }

  /**
   * The clock of the CPU time that the current sliced thread uses, on whatever carriers.
   *
   * @return a clock for any thread, in nanoseconds since the sliced thread began; of a thread that
   *     is not sliced it stands at 0
   */
  public static LongSupplier cpuClock() {
    Strand strand = strand();
    return strand == null ? () -> 0 : () -> strand.scheduler().cpuNanos(strand);
  }

  private static void leave(Strand strand) {
    byte owed = strand.owed;
    if (--strand.whole == 0 && owed != Carrier.NONE) {
      strand.owed = Carrier.NONE;
      Carrier carrier = Carrier.current();
      if (carrier != null) {
        carrier.giveUp(strand, owed);
      }
    }
  }

  private static @Nullable Strand strand() {
    Carrier carrier = Carrier.current();
    return carrier == null ? null : carrier.strand();
  }
}
