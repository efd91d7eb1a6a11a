package dev.rota.observe;

import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.Event;
import jdk.jfr.EventType;

/** What of this package needs the classes of Flight Recorder. */
final class FlightForm {

  private FlightForm() {}

  /** The kinds of events as Flight Recorder knows them; none if it is broken. */
  static List<EventType> types() {
    try {
      return Stream.of(
              FlightEvent.TaskQueued.class,
              FlightEvent.TaskStarted.class,
              FlightEvent.TaskRetried.class,
              FlightEvent.TaskEnded.class,
              FlightEvent.WorkerStarted.class,
              FlightEvent.WorkerReady.class,
              FlightEvent.WorkerRecycled.class,
              FlightEvent.WorkerDied.class,
              FlightEvent.WorkersSet.class,
              FlightEvent.CircuitOpened.class,
              FlightEvent.CircuitClosed.class)
          .map(EventType::getEventType)
          .toList();
    } catch (RuntimeException | LinkageError e) {
      return List.of(); // that must not break a pool
    }
  }

  static void record(PoolEvent event) {
    Event recorded = form(event);
    if (recorded.shouldCommit()) {
      recorded.commit();
    }
  }

  private static FlightEvent form(PoolEvent event) {
    FlightEvent recorded =
        switch (event) {
          case PoolEvent.TaskQueued task -> new FlightEvent.TaskQueued(task);
          case PoolEvent.TaskStarted task -> new FlightEvent.TaskStarted(task);
          case PoolEvent.TaskRetried task -> new FlightEvent.TaskRetried(task);
          case PoolEvent.TaskEnded task -> new FlightEvent.TaskEnded(task);
          case PoolEvent.WorkerStarted worker -> new FlightEvent.WorkerStarted(worker);
          case PoolEvent.WorkerReady worker -> new FlightEvent.WorkerReady(worker);
          case PoolEvent.WorkerRecycled worker -> new FlightEvent.WorkerRecycled(worker);
          case PoolEvent.WorkerDied worker -> new FlightEvent.WorkerDied(worker);
          case PoolEvent.WorkersSet set -> new FlightEvent.WorkersSet(set);
          case PoolEvent.CircuitOpened circuit -> new FlightEvent.CircuitOpened(circuit);
          case PoolEvent.CircuitClosed _ -> new FlightEvent.CircuitClosed();
        };
    recorded.pool = event.pool();
    recorded.age = System.nanoTime() - event.nanoTime();
    return recorded;
  }
}
