package dev.rota.thread;

import static java.util.Objects.requireNonNull;

import dev.rota.PoolBuilder;
import dev.rota.observe.Announcer;
import dev.rota.observe.Observer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Builds {@link ThreadPool}s; the defaults do without a single call. */
public final class ThreadPoolBuilder extends PoolBuilder<ThreadPoolBuilder> {

  private Duration interruptGrace = Duration.ofMillis(100);
  private int maxAbandoned = -1;
  private final List<Observer> observers = new ArrayList<>();

  ThreadPoolBuilder() {}

  /**
   * Sets how long a task that was interrupted, because it is overdue or cancelled, may go on before
   * its thread counts as abandoned. Default: 100 ms.
   *
   * @param interruptGrace above zero
   * @return this
   * @throws IllegalArgumentException if {@code interruptGrace} is zero or negative
   */
  public ThreadPoolBuilder interruptGrace(Duration interruptGrace) {
    this.interruptGrace = requirePositive("interruptGrace", interruptGrace);
    return this;
  }

  /**
   * Sets how many abandoned threads are replaced by new ones at a time. Beyond that the pool runs
   * with as many workers fewer until one comes back. Default: as many as {@link #workers}.
   *
   * @param maxAbandoned 0 to {@link #MAX_WORKERS}
   * @return this
   * @throws IllegalArgumentException if {@code maxAbandoned} is out of range
   */
  public ThreadPoolBuilder maxAbandoned(int maxAbandoned) {
    this.maxAbandoned = requireRange("maxAbandoned", maxAbandoned, 0, MAX_WORKERS);
    return this;
  }

  /**
   * Adds one who is told what the pool does. Default: nobody is told, and events are not even made,
   * except for Flight Recorder while it records.
   *
   * @param observer who is told, on the pool's threads: it must be quick
   * @return this
   */
  public ThreadPoolBuilder observer(Observer observer) {
    observers.add(requireNonNull(observer, "observer"));
    return this;
  }

  @Override
  public ThreadPool build() {
    int replaced = maxAbandoned < 0 ? workers() : maxAbandoned;
    ThreadPool pool =
        new ThreadPool(
            this,
            name(),
            workers(),
            interruptGrace,
            replaced,
            System::nanoTime,
            new Announcer(observers));
    pool.start();
    return pool;
  }

  @Override
  protected ThreadPoolBuilder self() {
    return this;
  }
}
