package dev.rota.worker;

import dev.rota.slice.SlicedPool;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/**
 * Time-sliced virtual threads on as many carriers as this process has processors. They are on a
 * carrier now and on another then, so none has a number in the operating system; what they are
 * given instead is negative.
 */
final class SlicedStaff implements Staff {

  private final CpuMeter meter = new CpuMeter();
  private final ThreadFactory threads =
      SlicedPool.builder()
          .workers(Runtime.getRuntime().availableProcessors())
          .name("rota-sliced")
          .build()
          .threadFactory();

  @Override
  public Thread thread(int number, Runnable body) {
    Thread thread = threads.newThread(body);
    thread.setName("rota-task-" + number);
    return thread;
  }

  @Override
  public boolean mayListen() {
    return false;
  }

  @Override
  public long number() {
    return -Thread.currentThread().threadId();
  }

  @Override
  public void begin(List<TaskRunner> runners) {
    meter.begin(runners);
  }

  @Override
  public CpuTime cpuTime() {
    return new SlicedCpuTime(meter);
  }
}
