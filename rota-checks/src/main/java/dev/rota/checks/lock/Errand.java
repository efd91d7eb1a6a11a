package dev.rota.checks.lock;

import dev.rota.share.SharedLongArray;
import dev.rota.share.SharedMutex;
import dev.rota.share.SharedQueue;
import dev.rota.share.SharedRegion;
import dev.rota.share.SharedSemaphore;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** What is done with the locks of a region under fire. */
enum Errand {
  /** Two numbers that are equal whenever nobody holds the mutex. */
  LOCK {
    @Override
    void run(SharedRegion region, Random random) throws InterruptedException {
      SharedMutex mutex = region.mutex("mutex");
      if (random.nextInt(4) > 0) {
        mutex.lock();
      } else if (!mutex.tryLock(random.nextInt(20_000), TimeUnit.MICROSECONDS)) {
        return;
      }
      section(region, mutex, random);
    }
  },
  FAIR_LOCK {
    @Override
    void run(SharedRegion region, Random random) throws InterruptedException {
      SharedMutex mutex = region.mutex("fair", true);
      mutex.lockInterruptibly();
      section(region, mutex, random);
    }
  },
  PERMITS {
    @Override
    void run(SharedRegion region, Random random) throws InterruptedException {
      SharedSemaphore semaphore = region.semaphore("permits", PERMITS_THERE);
      int count = 1 + random.nextInt(2);
      if (!semaphore.tryAcquire(count, random.nextInt(2_000), TimeUnit.MILLISECONDS)) {
        return;
      }
      check(semaphore.availablePermits() <= PERMITS_THERE - count, "more permits than there are");
      spin(random.nextInt(300));
      semaphore.release(count);
    }
  },
  PUT {
    @Override
    void run(SharedRegion region, Random random) throws InterruptedException {
      byte[] message = new byte[1 + random.nextInt(200)];
      Arrays.fill(message, (byte) message.length);
      if (queue(region).offer(message, random.nextInt(50), TimeUnit.MILLISECONDS)) {
        long _ = region.counter("put").increment();
      }
    }
  },
  TAKE {
    @Override
    void run(SharedRegion region, Random random) throws InterruptedException {
      byte[] message = queue(region).poll(random.nextInt(50), TimeUnit.MILLISECONDS);
      if (message != null) {
        checkWhole(message);
        long _ = region.counter("taken").increment();
      }
    }
  },
  /** Ends its process inside. */
  DIE_INSIDE {
    @Override
    void run(SharedRegion region, Random random) throws InterruptedException {
      boolean fair = random.nextBoolean();
      SharedMutex mutex = region.mutex(fair ? "fair" : "mutex", fair);
      mutex.lock();
      leaveHalfDone(region, mutex);
      region.semaphore("permits", PERMITS_THERE).acquire();
      Runtime.getRuntime().halt(1);
    }
  },
  /** Holds it until it times out. */
  STAY_INSIDE {
    @Override
    void run(SharedRegion region, Random random) throws InterruptedException {
      SharedMutex mutex = region.mutex("mutex");
      mutex.lock();
      leaveHalfDone(region, mutex);
      while (true) { // also if interrupted: a thread that ended inside would lock it for ever
        LockSupport.park();
        boolean _ = Thread.interrupted();
      }
    }
  };

  private static final int PERMITS_THERE = 3;
  private static final int QUEUE_BYTES = 2000;
  private static final int MOST_THREADS = 6; // of a worker
  private static final List<Errand> HARMLESS = List.of(LOCK, FAIR_LOCK, PERMITS, PUT, TAKE);

  /** Those that kill their process are rare. */
  static Errand pick(Random random, boolean mayDie) {
    int dice = mayDie ? random.nextInt(300) : Integer.MAX_VALUE;
    return switch (dice) {
      case 0 -> STAY_INSIDE;
      case 1, 2, 3 -> DIE_INSIDE;
      default -> HARMLESS.get(random.nextInt(HARMLESS.size()));
    };
  }

  abstract void run(SharedRegion region, Random random) throws InterruptedException;

  private static void section(SharedRegion region, SharedMutex mutex, Random random) {
    SharedLongArray both = region.longArray(mutex.name() + ".both", 2);
    try {
      if (mutex.ownerDied()) {
        long _ = region.counter("repaired").increment();
        both.set(1, both.get(0));
        mutex.markRepaired();
      }
      long before = both.get(0);
      check(before == both.get(1), "somebody else is inside, or nobody was told of a death");
      both.set(0, before + 1);
      spin(random.nextInt(50));
      check(both.get(0) == before + 1, "somebody else came inside");
      both.set(1, before + 1);
    } finally {
      mutex.unlock();
    }
  }

  /** The next who comes has to be told. */
  private static void leaveHalfDone(SharedRegion region, SharedMutex mutex) {
    SharedLongArray both = region.longArray(mutex.name() + ".both", 2);
    both.set(0, both.get(1) + 1);
  }

  private static SharedQueue queue(SharedRegion region) {
    return region.queue("queue", QUEUE_BYTES);
  }

  private static void checkWhole(byte[] message) {
    for (byte value : message) {
      check(value == (byte) message.length, "a message is not whole");
    }
  }

  private static void check(boolean good, String what) {
    if (!good) {
      throw new IllegalStateException(what);
    }
  }

  private static void spin(int micros) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < micros * 1000L) {
      Thread.onSpinWait();
    }
  }

  /** When all workers are gone and nobody is at it. */
  static void checkEnd(SharedRegion region, long deaths, List<String> wrong)
      throws InterruptedException {
    for (String name : List.of("mutex", "fair")) {
      SharedMutex mutex = region.mutex(name, name.equals("fair"));
      if (!mutex.tryLock(10, TimeUnit.SECONDS)) {
        wrong.add(mutex + " is not free: " + region.locks());
        return;
      }
      if (mutex.ownerDied()) {
        mutex.markRepaired();
      }
      mutex.unlock();
    }
    SharedSemaphore semaphore = region.semaphore("permits", PERMITS_THERE);
    if (!semaphore.tryAcquire(PERMITS_THERE, 10, TimeUnit.SECONDS)) {
      wrong.add("permits are lost: " + region.locks());
    } else if (semaphore.availablePermits() != 0) {
      wrong.add("permits were made: " + region.locks());
    }
    long left = 0;
    for (byte[] message = poll(region); message != null; message = poll(region)) {
      checkWhole(message);
      left++;
    }
    long put = region.counter("put").get();
    long taken = region.counter("taken").get() + left;
    if (Math.abs(put - taken) > deaths * MOST_THREADS) { // the dead may not have counted one each
      wrong.add(put + " messages were put, " + taken + " taken, " + deaths + " workers died");
    }
  }

  private static byte @Nullable [] poll(SharedRegion region) throws InterruptedException {
    return queue(region).poll(1, TimeUnit.MILLISECONDS);
  }

  static String summary(SharedRegion region) {
    return "%d and %d sections, %d repairs, %d messages"
        .formatted(
            region.longArray("mutex.both", 2).get(0),
            region.longArray("fair.both", 2).get(0),
            region.counter("repaired").get(),
            region.counter("put").get());
  }
}
