package dev.rota.checks.slices;

import dev.rota.Pool;
import dev.rota.share.SharedRegion;
import dev.rota.slice.Mutex;
import dev.rota.slice.Slice;
import dev.rota.slice.SlicedPool;
import java.util.List;
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
      shared.mutexes.get(random.nextInt(shared.mutexes.size())).contend(random);
    }
  },
  MUTEX_FROM_OUTSIDE {
    @Override
    void run(SlicedPool pool, Shared shared, Random random) throws InterruptedException {
      MutexPair pair = shared.mutexes.get(random.nextInt(shared.mutexes.size()));
      int micros = random.nextInt(500);
      Thread outside = Thread.ofPlatform().unstarted(() -> pair.hold(micros));
      outside.setUncaughtExceptionHandler((thread, thrown) -> {}); // the region may be closed
      outside.start();
      outside.join();
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
  static final class Shared implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final SharedRegion region = SharedRegion.anonymous(1 << 16);
    private final List<MutexPair> mutexes =
        List.of(
            new MutexPair(new Mutex(), new Mutex()),
            new MutexPair(region.mutex("a"), region.mutex("b")),
            new MutexPair(region.mutex("fair-a", true), region.mutex("fair-b", true)));
    private final ConcurrentHashMap<Integer, Integer> map = new ConcurrentHashMap<>();

    /** Whether two had the same mutex at once. */
    boolean isBroken() {
      return mutexes.stream().anyMatch(MutexPair::isBroken);
    }

    @Override
    public void close() {
      region.close();
    }
  }

  abstract void run(SlicedPool pool, Shared shared, Random random) throws Exception;

  /** Spins for so many microseconds of wall-clock time. */
  static void spin(int micros, boolean polls) {
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
