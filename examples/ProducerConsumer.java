import dev.rota.share.SharedLong;
import dev.rota.share.SharedLongArray;
import dev.rota.share.SharedMutex;
import dev.rota.share.SharedRegion;
import dev.rota.share.SharedSemaphore;
import java.util.concurrent.TimeUnit;

/**
 * Producers put messages into a buffer that holds eight, and consumers take them out; who finds it
 * full or empty waits (E. W. Dijkstra, "Cooperating sequential processes", 1965). Two processes
 * produce and two consume: {@code seq 4 | ./rota map --workers 4 examples/ProducerConsumer.java -}.
 *
 * <p>A {@link dev.rota.share.SharedQueue} is such a buffer, ready made, and bears deaths.
 */
public class ProducerConsumer {
  private static final int PROCESSES = 4;
  private static final int PRODUCERS = 2;
  private static final int MESSAGES = 2_000; // of each producer, and to each consumer
  private static final int PLACES = 8;

  /** What the processes of this run share: all its workers are children of one master. */
  private static final SharedRegion REGION =
      SharedRegion.openOrCreate(
          "producers." + ProcessHandle.current().parent().orElseThrow().pid(), 1 << 18);

  private static final SharedSemaphore FREE = REGION.unownedSemaphore("free", PLACES);
  private static final SharedSemaphore FULL = REGION.unownedSemaphore("full", 0);
  private static final SharedMutex DOOR = REGION.mutex("door");
  private static final SharedLongArray BUFFER = REGION.longArray("buffer", PLACES);
  private static final SharedLong PUT = REGION.counter("put");
  private static final SharedLong TAKEN = REGION.counter("taken");

  /** How often each message was taken. */
  private static final SharedLongArray SEEN = REGION.longArray("seen", PRODUCERS * MESSAGES);

  /**
   * What one did: {@code again} counts messages that had been taken before, {@code disorder} those
   * that came before an earlier one of the same producer.
   */
  public record Work(String role, int messages, int again, int disorder) {}

  public static Work apply(String input) throws InterruptedException {
    int me = Integer.parseInt(input);
    meet();
    return me <= PRODUCERS ? produce(me - 1) : consume();
  }

  private static Work produce(int producer) throws InterruptedException {
    for (int i = 0; i < MESSAGES; i++) {
      FREE.acquire();
      DOOR.lock();
      BUFFER.set(PUT.get() % PLACES, (long) producer * MESSAGES + i);
      Thread.yield(); // without the door another would come in between
      PUT.set(PUT.get() + 1);
      DOOR.unlock();
      FULL.release();
    }
    return new Work("producer", MESSAGES, 0, 0);
  }

  private static Work consume() throws InterruptedException {
    int again = 0;
    int disorder = 0;
    long[] latest = {-1, -1};
    for (int i = 0; i < MESSAGES; i++) {
      FULL.acquire();
      DOOR.lock();
      long message = BUFFER.get(TAKEN.get() % PLACES);
      Thread.yield();
      TAKEN.set(TAKEN.get() + 1);
      DOOR.unlock();
      FREE.release();
      again += SEEN.add(message, 1) == 1 ? 0 : 1;
      int producer = (int) (message / MESSAGES);
      disorder += message > latest[producer] ? 0 : 1;
      latest[producer] = message;
    }
    return new Work("consumer", MESSAGES, again, disorder);
  }

  /** Lets nobody begin before all are there. */
  private static void meet() throws InterruptedException {
    SharedSemaphore start = REGION.unownedSemaphore("start", 0);
    if (REGION.counter("here").increment() == PROCESSES) {
      start.release(PROCESSES);
    }
    if (!start.tryAcquire(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("needs the inputs 1 to 4, and --workers 4");
    }
  }
}
