package dev.rota.worker;

import dev.rota.slice.Slice;
import dev.rota.slice.SlicedPool;
import java.util.concurrent.ThreadFactory;

/**
 * Time-sliced virtual threads on as many carriers as this process has processors. They are on a
 * carrier now and on another then, so none has a number in the operating system; what they are
 * given instead is negative.
 */
final class SlicedStaff implements Staff {

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
  public CpuTime cpuTime() {
    return new SlicedCpuTime();
  }

  /** By the account of the sliced thread. */
  private static final class SlicedCpuTime extends CpuTime {
    @Override
    long read() {
      return Slice.cpuNanos();
    }
  }
}
