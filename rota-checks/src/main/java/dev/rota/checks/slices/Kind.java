package dev.rota.checks.slices;

import dev.rota.schedule.FairShares;
import dev.rota.schedule.Policy;
import dev.rota.slice.SlicedPool;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;

/** The kinds of threads that are compared. */
enum Kind {
  SLICED("sliced"),
  VIRTUAL("virtual"),
  PLATFORM("platform");

  final String title;

  Kind(String title) {
    this.title = title;
  }

  /** Who makes such threads, until it is closed. */
  record Maker(ThreadFactory factory, Runnable owner) implements AutoCloseable {

    Thread start(Runnable body) {
      Thread thread = factory.newThread(body);
      thread.start();
      return thread;
    }

    @Override
    public void close() {
      owner.run();
    }
  }

  /** Sliced threads get that many carriers; virtual ones have those of the JVM. */
  Maker maker(int carriers, Duration quantum) {
    return switch (this) {
      case SLICED -> sliced(carriers, FairShares.builder().quantum(quantum).build());
      case VIRTUAL -> new Maker(Thread.ofVirtual().factory(), () -> {});
      case PLATFORM -> new Maker(Thread.ofPlatform().daemon().factory(), () -> {});
    };
  }

  static Maker sliced(int carriers, Policy policy) {
    SlicedPool pool = SlicedPool.builder().workers(carriers).policy(policy).build();
    return new Maker(pool.threadFactory(), pool::close);
  }
}
