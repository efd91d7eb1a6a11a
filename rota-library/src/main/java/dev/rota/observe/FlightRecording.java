package dev.rota.observe;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;

/**
 * Whether a recording of Flight Recorder takes a pool's events. As long as nothing has been
 * recorded in this JVM that is one look at a flag, and no class of Flight Recorder is loaded but
 * the one that has it. To define the events takes some 100 ms, so it is not done where the answer
 * is awaited, perhaps under a pool's lock.
 */
final class FlightRecording {

  private static final AtomicBoolean begun = new AtomicBoolean();
  private static volatile List<EventType> types = List.of(); // until they are defined

  private FlightRecording() {}

  /** Defines the events at once if anything has been recorded: for who can wait. */
  static void prepare() {
    if (FlightRecorder.isInitialized() && begun.compareAndSet(false, true)) {
      types = FlightForm.types();
    }
  }

  /** False too for the moment that it takes to define the events after a first recording began. */
  static boolean isOn() {
    if (!FlightRecorder.isInitialized()) {
      return false;
    }
    if (!begun.getPlain() && begun.compareAndSet(false, true)) {
      // a virtual thread would be its starter's scheduler's, whose lock may be held here
      Thread.ofPlatform()
          .daemon()
          .name("rota-flight-recording")
          .inheritInheritableThreadLocals(false)
          .start(() -> types = FlightForm.types());
    }
    for (EventType type : types) {
      if (type.isEnabled()) {
        return true;
      }
    }
    return false;
  }
}
