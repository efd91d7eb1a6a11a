package dev.rota.thread;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/** First come, first served. */
final class ArrivalOrder implements TaskQueue {

  private final SequencedSet<ThreadTask<?>> tasks = new LinkedHashSet<>();

  @Override
  public void add(ThreadTask<?> task) {
    tasks.addLast(task);
  }

  @Override
  public void hurry(ThreadTask<?> task) {
    if (tasks.contains(task)) {
      tasks.addFirst(task); // moves it
    }
  }

  @Override
  public @Nullable ThreadTask<?> poll() {
    return tasks.isEmpty() ? null : tasks.removeFirst();
  }

  @Override
  public boolean remove(ThreadTask<?> task) {
    return tasks.remove(task);
  }

  @Override
  public boolean isEmpty() {
    return tasks.isEmpty();
  }

  @Override
  public List<ThreadTask<?>> removeAll() {
    List<ThreadTask<?>> all = List.copyOf(tasks);
    tasks.clear();
    return all;
  }

  @Override
  public void ran(ThreadTask<?> task) {}

  @Override
  public String policyFailure() {
    return "";
  }
}
