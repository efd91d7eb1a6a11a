package dev.rota.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Tells the master now and then what CPU time each running task has used, while any runs. A thread
 * of the operating system, so that it is not the tasks that decide whether it has its turn.
 */
final class CpuMeter extends Thread {

  private static final long PERIOD = Duration.ofMillis(10).toNanos();

  private volatile List<TaskRunner> runners = List.of();
  private volatile boolean asleep;

  CpuMeter() {
    super("rota-cpu-meter");
    setDaemon(true);
  }

  void begin(List<TaskRunner> all) {
    runners = all;
    start();
  }

  /** A task runs, and {@link TaskRunner#tellUsed} would say so by now. */
  void wake() {
    if (asleep) {
      asleep = false;
      LockSupport.unpark(this);
    }
  }

  @Override
  public void run() {
    while (true) {
      asleep = true; // before the look, or who begins behind it would wake nobody
      if (tell()) {
        asleep = false;
        LockSupport.parkNanos(this, PERIOD);
      } else {
        sleep();
      }
    }
  }

  private void sleep() {
    while (asleep) {
      LockSupport.park(this);
    }
    LockSupport.parkNanos(this, PERIOD); // most tasks are over by then
  }

  private boolean tell() {
    boolean any = false;
    for (TaskRunner runner : runners) {
      any |= runner.tellUsed();
    }
    return any;
  }
}
