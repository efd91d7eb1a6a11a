package dev.rota.observe;

import java.util.List;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;

/** Puts a pool's events into the recordings of Flight Recorder that run. */
final class FlightRecording {

  private FlightRecording() {}

  /**
   * The classes of the events, loaded only once something has been recorded in this JVM: to define
   * them costs some ms, and before that they can go nowhere.
   */
  private static final class Types {
    static final List<EventType> ALL =
        FlightEvent.TYPES.stream().map(EventType::getEventType).toList();

    static boolean isAnyOn() {
      for (EventType type : ALL) {
        if (type.isEnabled()) {
          return true;
        }
      }
      return false;
    }
  }

  /** Whether a recording runs that takes any of the events. */
  static boolean isOn() {
    return FlightRecorder.isInitialized() && Types.isAnyOn();
  }

  static void record(PoolEvent event) {
    Event recorded = FlightEvent.of(event, System.nanoTime() - event.nanoTime());
    if (recorded.shouldCommit()) {
      recorded.commit();
    }
  }
}
