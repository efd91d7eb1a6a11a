package dev.rota.thread;

import dev.rota.schedule.Backlog;
import dev.rota.schedule.Policy;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The order of a policy. */
final class PolicyOrder implements TaskQueue {

  private final Backlog<ThreadTask<?>> backlog;

  PolicyOrder(Policy policy, LongSupplier clock) {
    this.backlog = new Backlog<>(policy, clock);
  }

  @Override
  public void add(ThreadTask<?> task) {
    task.entry = backlog.add(task, task.options());
  }

  @Override
  public void hurry(ThreadTask<?> task) {
    if (task.entry != null) {
      backlog.hurry(task.entry);
    }
  }

  @Override
  public @Nullable ThreadTask<?> poll() {
    var next = backlog.poll();
    return next == null ? null : next.task();
  }

  @Override
  public boolean remove(ThreadTask<?> task) {
    return task.entry != null && backlog.remove(task.entry);
  }

  @Override
  public boolean isEmpty() {
    return backlog.isEmpty();
  }

  @Override
  public List<ThreadTask<?>> removeAll() {
    var entries = backlog.toList();
    List<ThreadTask<?>> all = entries.stream().<ThreadTask<?>>map(Backlog.Entry::task).toList();
    entries.forEach(backlog::remove);
    return all;
  }

  /** Charges for the time in which it held its worker. */
  @Override
  public void ran(ThreadTask<?> task) {
    if (task.entry != null) {
      backlog.ran(task.entry, Math.max(0, task.course().runNanos()));
      task.entry = null;
    }
  }

  @Override
  public String policyFailure() {
    return backlog.failure();
  }
}
