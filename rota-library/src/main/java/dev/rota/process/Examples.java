package dev.rota.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A task of each kind that has succeeded in the pool, for workers that wait: they read it, as they
 * would to run it, so that its classes are there when the first of its kind comes. Only what has
 * once been read, run and answered without harm is sent, and only what is small and was quickly
 * done with, its loading included: others gain little by it and could keep a worker from a task. A
 * kind is a class of tasks or, of calls, one of functions. Guarded by the pool's lock.
 */
final class Examples {

  private static final int MOST = 16;
  private static final int MOST_BYTES = 1 << 12;
  private static final long MOST_CPU = Duration.ofMillis(50).toNanos();
  private static final long MOST_WALL = Duration.ofSeconds(1).toNanos(); // machines are busy
  private static final int MOST_KINDS = 256; // that are remembered, whether they suit or not

  private final Set<Class<?>> kinds = new HashSet<>();
  private final List<Cargo> examples = new ArrayList<>();
  private @Nullable Class<?> last;
  private boolean closed;

  /** A task has succeeded; true if it is an example of a kind that was not known. */
  boolean learn(ProcessTask<?> task) {
    Class<?> kind = kind(task);
    if (closed || kind == last) {
      return false;
    }
    last = kind;
    boolean suits =
        task.cargo.length() <= MOST_BYTES
            && task.cpuNanos() <= MOST_CPU
            && task.runNanos() <= MOST_WALL;
    if (kinds.size() == MOST_KINDS || !kinds.add(kind) || !suits) {
      return false;
    }
    examples.add(task.cargo);
    closed = examples.size() == MOST;
    return true;
  }

  private static Class<?> kind(ProcessTask<?> task) {
    ShippedFunction function = task.cargo.function;
    return function == null ? task.callable.getClass() : function.function.getClass();
  }

  List<Cargo> all() {
    return examples;
  }

  /** A worker went that was to do nothing but read them. */
  void distrust() {
    examples.clear();
    closed = true;
  }
}
