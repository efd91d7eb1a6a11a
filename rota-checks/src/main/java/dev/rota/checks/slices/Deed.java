package dev.rota.checks.slices;

import dev.rota.Pool;
import dev.rota.slice.Mutex;
import dev.rota.slice.Slice;
import dev.rota.slice.SlicedPool;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** What a task under fire can do. */
enum Deed {
  SPIN {
    @Override
    void run(SlicedPool pool, Shared shared, Random random) {
      spin(random.nextInt(4_000), true);
    }
  },
  SPIN_WITHOUT_POLLS {
    @Override
    void run(SlicedPool pool, Shared shared, Random random) {
      spin(random.nextInt(6_000), false);
    }
  },
  SLEEP {
    @Override
    void run(SlicedPool pool, Shared shared, Random random) throws InterruptedException {
      Thread.sleep(random.nextInt(5));
    }
  },
  PARK {
    @Override
    void run(SlicedPool pool, Shared shared, Random random) {
      for (int i = 0; i < 5; i++) {
        LockSupport.parkNanos(random.nextInt(500_000));
        Slice.poll();
      }
    }
  },
  LOCK {
    @Override
    void run(SlicedPool pool, Shared shared, Random random) throws InterruptedException {
      shared.lock.lockInterruptibly();
      try {
        spin(random.nextInt(500), true);
      } finally {
        shared.lock.unlock();
      }
    }
  },
  MUTEX {
    @Override
    void run(SlicedPool pool, Shared shared, Random random) throws InterruptedException {
      Mutex mutex = random.nextBoolean() ? shared.mutex : shared.other;
      if (random.nextInt(3) == 0) {
        if (!mutex.tryLock(random.nextInt(2_000), TimeUnit.MICROSECONDS)) {
          return;
        }
      } else {
        mutex.lockInterruptibly();
      }
      try {
        spin(random.nextInt(500), random.nextBoolean());
        if (mutex == shared.mutex && random.nextBoolean()) {
          shared.other.lock(); // always in this order
          try {
            spin(random.nextInt(100), true);
          } finally {
            shared.other.unlock();
          }
        }
      } finally {
        mutex.unlock();
      }
    }
  },
  MONITOR {
    @Override
    void run(SlicedPool pool, Shared shared, Random random) {
      synchronized (shared) {
        spin(random.nextInt(500), true);
      }
    }
  },
  WAIT {
    @Override
    void run(SlicedPool pool, Shared shared, Random random) throws InterruptedException {
      synchronized (shared) {
        shared.notifyAll();
        shared.wait(1 + random.nextInt(3));
      }
    }
  },
  COMPUTE_IF_ABSENT {
    @Override
    void run(SlicedPool pool, Shared shared, Random random) {
      int key = random.nextInt(4);
      shared.map.remove(key);
      var _ =
          shared.map.computeIfAbsent(
              key,
              k -> {
                spin(300, true);
                return k;
              });
    }
  },
  YIELD {
    @Override
    @SuppressWarnings("ThreadPriorityCheck") // what is tested
    void run(SlicedPool pool, Shared shared, Random random) {
      for (int i = 0; i < 200; i++) {
        Thread.yield();
      }
    }
  },
  WHOLE {
    @Override
    void run(SlicedPool pool, Shared shared, Random random) {
      Slice.whole(() -> spin(random.nextInt(3_000), true));
    }
  },
  THROW {
    @Override
    void run(SlicedPool pool, Shared shared, Random random) {
      throw new IllegalStateException("on purpose");
    }
  },
  OVERFLOW {
    @Override
    void run(SlicedPool pool, Shared shared, Random random) {
      deeper(1);
    }
  },
  INTERRUPT_ITSELF {
    @Override
    void run(SlicedPool pool, Shared shared, Random random) {
      Thread.currentThread().interrupt();
      spin(random.nextInt(1_000), true);
    }
  },
  CHILD_THREADS {
    @Override
    void run(SlicedPool pool, Shared shared, Random random) throws InterruptedException {
      Thread one = Thread.startVirtualThread(() -> spin(random.nextInt(2_000), true));
      Thread other = pool.threadFactory().newThread(() -> spin(500, true));
      other.setUncaughtExceptionHandler((thread, thrown) -> {}); // refused as below, by itself
      try {
        other.start();
      } catch (java.util.concurrent.RejectedExecutionException e) {
        // the pool was shut down
      }
      one.join();
      other.join();
    }
  },
  CHILD_TASK {
    @Override
    void run(SlicedPool pool, Shared shared, Random random) throws Exception {
      var child = Pool.current().submit(() -> spin(random.nextInt(1_000), true));
      var _ = child.get(30, TimeUnit.SECONDS);
    }
  };

  /** What the tasks of a pool contend for. */
  static final class Shared {
    private final ReentrantLock lock = new ReentrantLock();
    private final Mutex mutex = new Mutex();
    private final Mutex other = new Mutex();
    private final ConcurrentHashMap<Integer, Integer> map = new ConcurrentHashMap<>();
  }

  abstract void run(SlicedPool pool, Shared shared, Random random) throws Exception;

  /** Spins for so many microseconds of wall-clock time. */
  private static void spin(int micros, boolean polls) {
    long end = System.nanoTime() + micros * 1_000L;
    while (System.nanoTime() - end < 0) {
      if (polls) {
        Slice.poll();
      } else {
        Thread.onSpinWait();
      }
    }
  }

  @SuppressWarnings("InfiniteRecursion") // until the stack is full
  private static int deeper(int depth) {
    Slice.poll();
    return deeper(depth + 1) + 1;
  }
}
