package dev.rota.checks.chaos;

import dev.rota.NotShippableException;
import dev.rota.Pool;
import dev.rota.RemoteTaskException;
import dev.rota.TaskFailure;
import dev.rota.TaskFuture;
import dev.rota.TaskOutOfMemoryException;
import dev.rota.TaskTimedOutException;
import dev.rota.WorkerCrashedException;
import dev.rota.WorkerLostException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a task does in its worker, and how it may end. Most are short and harmless. */
enum Deed {
  QUICK(160, null),
  SLEEP(10, null),
  PAYLOAD(8, null),
  OUTPUT(2, null),
  NESTED(6, RemoteTaskException.class),
  THROW(8, RemoteTaskException.class),
  OVERFLOW(1, RemoteTaskException.class),
  UNSHIPPABLE(3, NotShippableException.class),
  UNREADABLE(3, NotShippableException.class),
  HANG(1, TaskTimedOutException.class),
  HALT(1, WorkerCrashedException.class),
  EXIT(1, WorkerCrashedException.class),
  KILL(1, WorkerCrashedException.class),
  OUT_OF_MEMORY(1, TaskOutOfMemoryException.class),
  NATIVE_CRASH(1, WorkerCrashedException.class);

  private static final int[] WEIGHTED =
      Arrays.stream(values())
          .flatMapToInt(deed -> IntStream.generate(deed::ordinal).limit(deed.weight))
          .toArray();

  private final int weight;
  private final @Nullable Class<? extends TaskFailure> failure;

  Deed(int weight, @Nullable Class<? extends TaskFailure> failure) {
    this.weight = weight;
    this.failure = failure;
  }

  static Deed any(Random random) {
    return values()[WEIGHTED[random.nextInt(WEIGHTED.length)]];
  }

  /**
   * Whether a task may end like this while workers are killed and stopped around it, and perhaps
   * neighbours in its worker exhaust the memory.
   */
  boolean mayFailWith(Throwable how, boolean hasNeighbours) {
    return (failure != null && failure.isInstance(how))
        || (hasNeighbours && how instanceof TaskOutOfMemoryException)
        || how instanceof WorkerCrashedException
        || how instanceof WorkerLostException
        || how instanceof TaskTimedOutException; // its worker was stopped
  }

  boolean mayReturn(@Nullable Object value, long id) {
    return switch (this) {
      case QUICK, SLEEP, OUTPUT, NESTED -> value instanceof Long number && number == id;
      case PAYLOAD -> value instanceof byte[] bytes && bytes.length == size(id);
      default -> false;
    };
  }

  private static int size(long id) {
    return Math.floorMod(id * 7919, 1 << 20) >> (id % 8);
  }

  /** In the worker. */
  @SuppressWarnings({"restricted", "NullAway"})
  Object perform(long id) throws Exception {
    switch (this) {
      case QUICK -> {}
      case SLEEP -> Thread.sleep(id % 20);
      case PAYLOAD -> {
        return new byte[size(id)];
      }
      case OUTPUT -> System.out.println("x".repeat(100_000));
      case NESTED -> submitOthers();
      case THROW -> throw new IllegalStateException("as asked");
      case OVERFLOW -> forEver(0);
      case UNSHIPPABLE -> {
        return new Thread();
      }
      case UNREADABLE -> {
        return new Unreadable(id);
      }
      case HANG -> {
        while (true) {
          Thread.onSpinWait();
        }
      }
      case HALT -> Runtime.getRuntime().halt((int) (id % 256));
      case EXIT -> System.exit((int) (id % 256));
      case KILL -> {
        new ProcessBuilder("kill", "-9", "" + ProcessHandle.current().pid()).start().waitFor();
        Thread.sleep(60_000);
      }
      case OUT_OF_MEMORY -> exhaust();
      case NATIVE_CRASH -> MemorySegment.ofAddress(8).reinterpret(8).get(ValueLayout.JAVA_BYTE, 0);
    }
    return id;
  }

  private static void submitOthers() throws Exception {
    List<TaskFuture<Integer>> others = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      int number = i;
      others.add(Pool.current().submit(() -> number));
    }
    for (TaskFuture<Integer> other : others) {
      other.get(); // may fail as any task may, and then this one does
    }
  }

  @SuppressWarnings("InfiniteRecursion")
  private static int forEver(int depth) {
    return forEver(depth + 1) + 1;
  }

  private static void exhaust() {
    List<long[]> hoard = new ArrayList<>();
    while (!hoard.contains(null)) {
      hoard.add(new long[1 << 20]);
    }
  }

  /** Cannot be made in the master. */
  record Unreadable(long id) {
    Unreadable {
      if (!System.getProperty("sun.java.command", "").contains("dev.rota.worker")) {
        throw new IllegalArgumentException("not here");
      }
    }
  }
}
