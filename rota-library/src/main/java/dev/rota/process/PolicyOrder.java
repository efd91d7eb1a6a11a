package dev.rota.process;

import dev.rota.schedule.Backlog;
import dev.rota.schedule.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The order of a policy. A policy hands tasks out and shows none, so the first is held here. */
final class PolicyOrder implements TaskQueue {

  private final LongSupplier clock;
  private final Backlog<ProcessTask<?>> backlog;
  private @Nullable ProcessTask<?> first;

  PolicyOrder(Policy policy, LongSupplier clock) {
    this.clock = clock;
    this.backlog = new Backlog<>(policy, clock);
  }

  @Override
  public boolean isEmpty() {
    return first == null && backlog.isEmpty();
  }

  @Override
  public @Nullable ProcessTask<?> first() {
    if (first == null) {
      var next = backlog.poll();
      first = next == null ? null : next.task();
    }
    return first;
  }

  @Override
  public void addLast(ProcessTask<?> task) {
    letGo(); // the policy is to choose again
    task.queued = true;
    task.entry = backlog.add(task, task.options);
  }

  @Override
  public void addFirst(ProcessTask<?> task) {
    letGo();
    task.queued = true;
    if (task.entry != null) {
      backlog.putBack(task.entry);
    }
  }

  private void letGo() {
    if (first != null && first.entry != null) {
      backlog.putBack(first.entry);
      first = null;
    }
  }

  @Override
  public void take(ProcessTask<?> task) {
    task.queued = false;
    first = null;
  }

  @Override
  public void remove(ProcessTask<?> task) {
    letGo();
    task.queued = false;
    if (task.entry != null) {
      backlog.remove(task.entry);
      task.entry = null;
    }
  }

  @Override
  public List<ProcessTask<?>> toList() {
    letGo();
    List<ProcessTask<?>> all = new ArrayList<>();
    backlog.toList().forEach(entry -> all.add(entry.task()));
    return all;
  }

  /**
   * Charges for the time in which it held its worker; what a worker says is not believed beyond.
   */
  @Override
  public void ran(ProcessTask<?> task, long nanos) {
    if (task.entry != null) {
      long most = Math.max(0, clock.getAsLong() - task.sentAt);
      backlog.ran(task.entry, Math.clamp(nanos, 0, most));
      task.entry = null;
    }
  }

  @Override
  public String policyFailure() {
    return backlog.failure();
  }
}
