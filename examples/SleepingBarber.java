import dev.rota.share.SharedLong;
import dev.rota.share.SharedMutex;
import dev.rota.share.SharedRegion;
import dev.rota.share.SharedSemaphore;
import java.util.concurrent.TimeUnit;

/**
 * A barber cuts the hair of one customer at a time and sleeps while there is none; who comes waits
 * on one of two chairs, or goes away if both are taken (E. W. Dijkstra, "Cooperating sequential
 * processes", 1965). The first process is the barber, the others are customers who come again and
 * again: {@code seq 6 | ./rota map --workers 6 examples/SleepingBarber.java -}.
 */
public class SleepingBarber {
  private static final int PROCESSES = 6;
  private static final int CUSTOMERS = PROCESSES - 1;
  private static final int VISITS = 100;
  private static final int CHAIRS = 2;

  /** What the processes of this run share: all its workers are children of one master. */
  private static final SharedRegion SHOP =
      SharedRegion.openOrCreate(
          "barber." + ProcessHandle.current().parent().orElseThrow().pid(), 1 << 16);

  private static final SharedMutex DOOR = SHOP.mutex("door");
  private static final SharedLong WAITING = SHOP.counter("waiting");
  private static final SharedLong IN_THE_CHAIR = SHOP.counter("in-the-chair");

  // Not owned: one process releases what another acquires.
  private static final SharedSemaphore BELL = SHOP.unownedSemaphore("bell", 0);
  private static final SharedSemaphore NEXT = SHOP.unownedSemaphore("next", 0);
  private static final SharedSemaphore DONE = SHOP.unownedSemaphore("done", 0);

  /** How a day was; {@code crowded} counts haircuts with more than one in the barber's chair. */
  public record Day(String role, int came, int served, int turnedAway, int crowded) {}

  public static Day apply(String input) throws InterruptedException {
    boolean barber = Integer.parseInt(input) == 1;
    meet();
    return barber ? work() : visit();
  }

  private static Day work() throws InterruptedException {
    for (int served = 0; ; served++) {
      BELL.acquire();
      if (WAITING.get() == 0) { // it was the last customer, who went home
        return new Day("barber", 0, served, 0, 0);
      }
      DOOR.lock();
      WAITING.add(-1);
      DOOR.unlock();
      NEXT.release();
      DONE.acquire();
    }
  }

  private static Day visit() throws InterruptedException {
    int served = 0;
    int crowded = 0;
    for (int i = 0; i < VISITS; i++) {
      if (findsAChair()) {
        BELL.release();
        NEXT.acquire();
        crowded += IN_THE_CHAIR.increment() == 1 ? 0 : 1;
        Thread.sleep(1);
        IN_THE_CHAIR.add(-1);
        DONE.release();
        served++;
      }
      Thread.sleep(2); // until hair has grown
    }
    if (SHOP.counter("gone-home").increment() == CUSTOMERS) {
      BELL.release();
    }
    return new Day("customer", VISITS, served, VISITS - served, crowded);
  }

  private static boolean findsAChair() {
    DOOR.lock();
    boolean free = WAITING.get() < CHAIRS;
    WAITING.add(free ? 1 : 0);
    DOOR.unlock();
    return free;
  }

  /** Lets nobody begin before all are there. */
  private static void meet() throws InterruptedException {
    SharedSemaphore start = SHOP.unownedSemaphore("start", 0);
    if (SHOP.counter("here").increment() == PROCESSES) {
      start.release(PROCESSES);
    }
    if (!start.tryAcquire(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("needs the inputs 1 to 6, and --workers 6");
    }
  }
}
