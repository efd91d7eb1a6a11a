package dev.rota.observe;

import java.time.Duration;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/**
 * The {@link PoolEvent}s in the form of Flight Recorder, field by field. A superclass must not
 * mention its subclasses: Flight Recorder looks at it while it defines them.
 */
@Category("Rota")
@StackTrace(false)
abstract class FlightEvent extends Event {

  @Label("Pool")
  String pool = "";

  @Label("Age")
  @Description("How long before this record it happened")
  @Timespan
  long age;

  /** What all events about a task say. */
  abstract static class Task extends FlightEvent {
    @Label("Task")
    final long task;

    @Label("Task Name")
    final String name;

    Task(PoolEvent.TaskEvent event) {
      this.task = event.task();
      this.name = event.name();
    }
  }

  /** What is said of an attempt that is over. */
  abstract static class Attempt extends Task {
    @Label("Worker")
    final String worker;

    @Label("Attempt")
    final int attempt;

    @Label("Wall Time")
    @Timespan
    final long wall;

    @Label("CPU Time")
    @Timespan
    final long cpu;

    Attempt(PoolEvent.TaskEvent event, String worker, int attempt, Duration wall, Duration cpu) {
      super(event);
      this.worker = worker;
      this.attempt = attempt;
      this.wall = wall.toNanos();
      this.cpu = cpu.toNanos();
    }
  }

  /** What all events about a worker say. */
  abstract static class Worker extends FlightEvent {
    @Label("Worker")
    final String worker;

    @Label("Process")
    final long pid;

    Worker(PoolEvent.WorkerEvent event) {
      this.worker = event.worker();
      this.pid = event.pid();
    }
  }

  @Name("dev.rota.TaskQueued")
  @Label("Task Queued")
  static final class TaskQueued extends Task {
    TaskQueued(PoolEvent.TaskQueued event) {
      super(event);
    }
  }

  @Name("dev.rota.TaskStarted")
  @Label("Task Started")
  static final class TaskStarted extends Task {
    @Label("Worker")
    final String worker;

    @Label("Attempt")
    final int attempt;

    TaskStarted(PoolEvent.TaskStarted event) {
      super(event);
      this.worker = event.worker();
      this.attempt = event.attempt();
    }
  }

  @Name("dev.rota.TaskRetried")
  @Label("Task Retried")
  static final class TaskRetried extends Attempt {
    @Label("Why")
    final String why;

    TaskRetried(PoolEvent.TaskRetried event) {
      super(event, event.worker(), event.attempt(), event.wall(), event.cpu());
      this.why = event.why().toString();
    }
  }

  @Name("dev.rota.TaskEnded")
  @Label("Task Ended")
  static final class TaskEnded extends Attempt {
    @Label("How")
    final String how;

    TaskEnded(PoolEvent.TaskEnded event) {
      super(event, event.worker(), event.attempt(), event.wall(), event.cpu());
      this.how = event.how().toString();
    }
  }

  @Name("dev.rota.WorkerStarted")
  @Label("Worker Started")
  static final class WorkerStarted extends Worker {
    WorkerStarted(PoolEvent.WorkerStarted event) {
      super(event);
    }
  }

  @Name("dev.rota.WorkerReady")
  @Label("Worker Ready")
  static final class WorkerReady extends Worker {
    WorkerReady(PoolEvent.WorkerReady event) {
      super(event);
    }
  }

  @Name("dev.rota.WorkerRecycled")
  @Label("Worker Recycled")
  static final class WorkerRecycled extends Worker {
    @Label("Why")
    final String why;

    WorkerRecycled(PoolEvent.WorkerRecycled event) {
      super(event);
      this.why = event.why();
    }
  }

  @Name("dev.rota.WorkerDied")
  @Label("Worker Died")
  static final class WorkerDied extends Worker {
    @Label("Cause")
    final String cause;

    WorkerDied(PoolEvent.WorkerDied event) {
      super(event);
      this.cause = event.cause();
    }
  }

  @Name("dev.rota.WorkersSet")
  @Label("Workers Set")
  static final class WorkersSet extends FlightEvent {
    @Label("Workers")
    final int workers;

    @Label("Why")
    final String why;

    WorkersSet(PoolEvent.WorkersSet event) {
      this.workers = event.workers();
      this.why = event.why();
    }
  }

  @Name("dev.rota.CircuitOpened")
  @Label("Circuit Opened")
  static final class CircuitOpened extends FlightEvent {
    @Label("Pause")
    @Timespan
    final long pause;

    @Label("Why")
    final String why;

    CircuitOpened(PoolEvent.CircuitOpened event) {
      this.pause = event.pause().toNanos();
      this.why = event.why();
    }
  }

  @Name("dev.rota.CircuitClosed")
  @Label("Circuit Closed")
  static final class CircuitClosed extends FlightEvent {}
}
