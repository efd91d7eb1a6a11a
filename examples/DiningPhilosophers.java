import dev.rota.share.SharedLong;
import dev.rota.share.SharedLongArray;
import dev.rota.share.SharedMutex;
import dev.rota.share.SharedRegion;
import dev.rota.share.SharedSemaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Five philosophers at a round table think and eat; to eat, each needs the forks at both sides, of
 * which there are five (E. W. Dijkstra, "Hierarchical ordering of sequential processes", 1971).
 * Each is a process: {@code seq 5 | ./rota map --workers 5 examples/DiningPhilosophers.java -}.
 *
 * <p>They take the fork with the lower number first, so they cannot wait in a circle. With {@code
 * seq -f '%g left' 5} all take the left one first, and soon wait for ever: see {@code rota locks}.
 */
public class DiningPhilosophers {
  private static final int SEATS = 5;
  private static final int MEALS = 200;

  /** The table of this run: all its workers are children of one master. */
  private static final SharedRegion TABLE =
      SharedRegion.openOrCreate(
          "philosophers." + ProcessHandle.current().parent().orElseThrow().pid(), 1 << 16);

  private static final SharedMutex[] FORKS =
      IntStream.range(0, SEATS).mapToObj(i -> TABLE.mutex("fork" + i)).toArray(SharedMutex[]::new);

  /** Which philosopher has which fork; 0 if it is on the table. */
  private static final SharedLongArray USERS = TABLE.longArray("users", SEATS);

  private static final SharedLong EATING = TABLE.counter("eating");

  /**
   * What one went through: {@code snatched} counts forks that somebody else had, {@code together}
   * how many ate at a time.
   */
  public record Evening(int philosopher, int meals, int snatched, long together) {}

  public static Evening apply(String input) throws InterruptedException {
    String[] words = input.split(" ");
    int me = Integer.parseInt(words[0]);
    int left = me - 1;
    int right = me % SEATS;
    boolean leftFirst = words.length > 1 || left < right;
    meet();
    int snatched = 0;
    long together = 0;
    for (int meal = 0; meal < MEALS; meal++) {
      snatched += take(leftFirst ? left : right, me);
      Thread.sleep(1); // reaches across the plate
      snatched += take(leftFirst ? right : left, me);
      together = Math.max(together, EATING.increment());
      Thread.sleep(1);
      EATING.add(-1);
      snatched += putDown(left, me) + putDown(right, me);
    }
    return new Evening(me, MEALS, snatched, together);
  }

  private static int take(int fork, int me) {
    FORKS[fork].lock();
    if (FORKS[fork].ownerDied()) { // the dead need none
      USERS.set(fork, 0);
      FORKS[fork].markRepaired();
    }
    return USERS.compareAndSet(fork, 0, me) ? 0 : 1;
  }

  private static int putDown(int fork, int me) {
    boolean mine = USERS.compareAndSet(fork, me, 0);
    FORKS[fork].unlock();
    return mine ? 0 : 1;
  }

  /** Lets nobody begin before all are there. */
  private static void meet() throws InterruptedException {
    SharedSemaphore start = TABLE.unownedSemaphore("start", 0);
    if (TABLE.counter("here").increment() == SEATS) {
      start.release(SEATS);
    }
    if (!start.tryAcquire(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("needs the inputs 1 to 5, and --workers 5");
    }
  }
}
