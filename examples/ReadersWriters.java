import dev.rota.share.SharedLong;
import dev.rota.share.SharedMutex;
import dev.rota.share.SharedRegion;
import dev.rota.share.SharedSemaphore;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Any number may read a page at a time, but who writes must be alone (P. J. Courtois, F. Heymans,
 * D. L. Parnas, "Concurrent control with readers and writers", 1971, problem 1). Two processes
 * write and three read: {@code seq 5 | ./rota map --workers 5 examples/ReadersWriters.java -}.
 */
public class ReadersWriters {
  private static final int PROCESSES = 5;
  private static final int WRITERS = 2;
  private static final int TURNS = 200;
  private static final int WORDS = 64;

  /** What the processes of this run share: all its workers are children of one master. */
  private static final SharedRegion REGION =
      SharedRegion.openOrCreate(
          "readers." + ProcessHandle.current().parent().orElseThrow().pid(), 1 << 16);

  /** Words that are all the same when nobody writes. */
  private static final MemorySegment PAGE = REGION.memory("page", WORDS * Long.BYTES);

  private static final SharedLong READERS = REGION.counter("readers");
  private static final SharedMutex COUNTING = REGION.mutex("counting");

  /**
   * Not a mutex: the reader that comes first takes it, and the one that goes last gives it back.
   */
  private static final SharedSemaphore WRITING = REGION.unownedSemaphore("writing", 1);

  /**
   * What one saw: {@code torn} counts pages that were half written, {@code together} how many read
   * at a time, {@code last} is what the page said in the end.
   */
  public record Seen(String role, int turns, int torn, long together, long last) {}

  public static Seen apply(String input) throws InterruptedException {
    boolean writes = Integer.parseInt(input) <= WRITERS;
    meet();
    int torn = 0;
    long together = 0;
    for (int turn = 0; turn < TURNS; turn++) {
      if (writes) {
        WRITING.acquire();
        torn += read() + write();
        WRITING.release();
      } else {
        together = Math.max(together, enter());
        torn += read();
        leave();
      }
      Thread.sleep(ThreadLocalRandom.current().nextInt(4));
    }
    return new Seen(writes ? "writer" : "reader", TURNS, torn, together, word(0));
  }

  /** Returns how many read now. */
  private static long enter() throws InterruptedException {
    COUNTING.lock();
    long readers = READERS.increment();
    if (readers == 1) {
      WRITING.acquire();
    }
    COUNTING.unlock();
    return readers;
  }

  private static void leave() {
    COUNTING.lock();
    if (READERS.add(-1) == 0) {
      WRITING.release();
    }
    COUNTING.unlock();
  }

  /** Adds 1 to all words, slowly; returns 1 if somebody else wrote meanwhile. */
  private static int write() throws InterruptedException {
    long next = word(0) + 1;
    for (int i = 0; i < WORDS; i++) {
      PAGE.setAtIndex(ValueLayout.JAVA_LONG, i, next);
    }
    return read();
  }

  /** Looks at all words, slowly; returns 1 if they are not the same. */
  private static int read() throws InterruptedException {
    long first = word(0);
    Thread.sleep(1);
    return IntStream.range(1, WORDS).allMatch(i -> word(i) == first) ? 0 : 1;
  }

  private static long word(int index) {
    return PAGE.getAtIndex(ValueLayout.JAVA_LONG, index);
  }

  /** Lets nobody begin before all are there. */
  private static void meet() throws InterruptedException {
    SharedSemaphore start = REGION.unownedSemaphore("start", 0);
    if (REGION.counter("here").increment() == PROCESSES) {
      start.release(PROCESSES);
    }
    if (!start.tryAcquire(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("needs the inputs 1 to 5, and --workers 5");
    }
  }
}
