package dev.rota.contract;

import dev.rota.observe.Observer;
import dev.rota.observe.PoolEvent;
import dev.rota.observe.PoolEvent.TaskEvent;
import dev.rota.observe.PoolEvent.WorkerEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Keeps what it is told. */
public final class EventLog implements Observer {

  private final List<PoolEvent> events = new ArrayList<>(); // guarded by itself

  @Override
  public void on(PoolEvent event) {
    synchronized (events) {
      events.add(event);
    }
  }

  /** All events, in the order in which they came. */
  public List<PoolEvent> events() {
    synchronized (events) {
      return List.copyOf(events);
    }
  }

  /** All events of a kind. */
  public <E extends PoolEvent> List<E> all(Class<E> kind) {
    return events().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  public long count(Class<? extends PoolEvent> kind) {
    return events().stream().filter(kind::isInstance).count();
  }

  /** The events of each task. */
  public Map<Long, List<TaskEvent>> tasks() {
    return all(TaskEvent.class).stream().collect(Collectors.groupingBy(TaskEvent::task));
  }

  /** The events of each worker. */
  public Map<String, List<WorkerEvent>> workers() {
    return all(WorkerEvent.class).stream().collect(Collectors.groupingBy(WorkerEvent::worker));
  }
}
