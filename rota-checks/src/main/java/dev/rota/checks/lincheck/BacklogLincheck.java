package dev.rota.checks.lincheck;

import dev.rota.TaskOptions;
import dev.rota.schedule.Backlog;
import dev.rota.schedule.Fifo;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** The queue of a pool with a policy, under the pool's lock: submitters, workers, cancellations. */
@Param(name = "task", gen = IntGen.class, conf = "0:2")
public class BacklogLincheck {

  private final ReentrantLock lock = new ReentrantLock();
  private final Backlog<Integer> backlog = new Backlog<>(new Fifo(), () -> 0);
  private final Map<Integer, Backlog.Entry<Integer>> queued = new HashMap<>();

  /** Adds a task that is not queued; false if it is. */
  @Operation
  public boolean add(@Param(name = "task") int task) {
    lock.lock();
    try {
      if (queued.containsKey(task)) {
        return false;
      }
      queued.put(task, backlog.add(task, TaskOptions.defaults()));
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** The task whose turn it is, which then runs; -1 if there is none. */
  @Operation
  public int poll() {
    lock.lock();
    try {
      Backlog.Entry<Integer> next = backlog.poll();
      if (next == null) {
        return -1;
      }
      int task = next.task();
      queued.remove(task);
      backlog.ran(next, 1);
      return task;
    } finally {
      lock.unlock();
    }
  }

  /** Cancels a task that is queued; false if it is not. */
  @Operation
  public boolean remove(@Param(name = "task") int task) {
    lock.lock();
    try {
      Backlog.Entry<Integer> entry = queued.remove(task);
      return entry != null && backlog.remove(entry);
    } finally {
      lock.unlock();
    }
  }

  /** Lets a task that is queued go before all others. */
  @Operation
  public void hurry(@Param(name = "task") int task) {
    lock.lock();
    try {
      Backlog.Entry<Integer> entry = queued.get(task);
      if (entry != null) {
        backlog.hurry(entry);
      }
    } finally {
      lock.unlock();
    }
  }

  /** All that are queued, in the order in which they would go; fails if the policy failed. */
  @Operation
  public List<Integer> queued() {
    lock.lock();
    try {
      if (!backlog.failure().isEmpty()) {
        throw new IllegalStateException(backlog.failure());
      }
      return backlog.toList().stream().map(Backlog.Entry::task).toList();
    } finally {
      lock.unlock();
    }
  }

  /** What one thread would see. */
  public static final class Model {
    private final Deque<Integer> queued = new ArrayDeque<>();

    /** As of the backlog. */
    public boolean add(int task) {
      return !queued.contains(task) && queued.add(task);
    }

    /** As of the backlog. */
    public int poll() {
      Integer next = queued.poll();
      return next == null ? -1 : next;
    }

    /** As of the backlog. */
    public boolean remove(int task) {
      return queued.remove((Integer) task);
    }

    /** As of the backlog. */
    public void hurry(int task) {
      if (queued.remove((Integer) task)) {
        queued.addFirst(task);
      }
    }

    /** As of the backlog. */
    public List<Integer> queued() {
      return List.copyOf(queued);
    }
  }
}
