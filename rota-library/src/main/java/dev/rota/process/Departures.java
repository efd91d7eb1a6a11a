package dev.rota.process;

import java.time.Duration;
import java.util.Collection;

/**
 * How workers leave that are not needed any more: they do what they have, are told to exit, and are
 * killed if they do not. Guarded by the pool's lock.
 */
final class Departures {

  /** How long a worker that was told to exit may take. */
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final Timer timer;
  private final Dispatcher dispatcher;
  private final Condemnation condemnation;
  private final Events events;
  private boolean hurried;

  Departures(Timer timer, Dispatcher dispatcher, Condemnation condemnation, Events events) {
    this.timer = timer;
    this.dispatcher = dispatcher;
    this.condemnation = condemnation;
    this.events = events;
  }

  /** Gives a worker no more, and tells it to exit behind what runs there. */
  void stop(WorkerLink link) {
    link.leaving = true;
    if (link.recycledFor != null) {
      events.workerRecycled(link, link.recycledFor);
    }
    dispatcher.withdraw(link);
    dispatcher.takeBack(link);
    if (hurried && link.runs.count() == 0) {
      link.kill("stopped");
      return;
    }
    link.sendStop();
    limitExit(link);
  }

  /** Once nothing is with a worker that leaves it must exit soon. */
  void limitExit(WorkerLink link) {
    if (!link.leaving || link.runs.count() > 0 || link.exitAlarm != null) {
      return;
    }
    Farewell farewell = link.farewell;
    if (farewell != null && link.verdict == null && !farewell.isNeedless()) {
      condemnation.condemn(link, farewell.verdict);
    } else {
      long limit = hurried ? 0 : LIMIT.toNanos();
      link.exitAlarm = timer.in(limit, () -> link.kill("stopped"));
    }
  }

  /** Ends a worker at once of whose tasks nothing more is expected. */
  void kill(WorkerLink link) {
    link.leaving = true;
    link.kill("killed");
    dispatcher.forget(link);
  }

  /** From now on workers that are to go are killed instead of told to exit. */
  void hurry(Collection<WorkerLink> links) {
    hurried = true;
    links.stream()
        .filter(link -> link.leaving && link.runs.count() == 0)
        .forEach(link -> link.kill("stopped"));
  }
}
