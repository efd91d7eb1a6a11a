package dev.rota.thread;

import static java.util.Objects.requireNonNull;

import dev.rota.PoolBuilder;
import dev.rota.Workers;
import dev.rota.adapt.Controller;
import dev.rota.adapt.Meter;
import dev.rota.observe.Announcer;
import dev.rota.observe.Observer;
import dev.rota.schedule.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds {@link ThreadPool}s; the defaults do without a single call. */
public final class ThreadPoolBuilder extends PoolBuilder<ThreadPoolBuilder> {

  /** How long a sample takes at least, in ns: threads come and go within a part of it. */
  private static final long SAMPLE = 50_000_000;

  private Duration interruptGrace = Duration.ofMillis(100);
  private int maxAbandoned = -1;
  private @Nullable Policy policy;
  private boolean policyTaken;
  private final List<Observer> observers = new ArrayList<>();

  ThreadPoolBuilder() {}

  /**
   * Sets how many workers the pool has, or within which bounds it finds that number itself. {@link
   * dev.rota.PoolStats#sizing()} says how far it has come, and {@link
   * dev.rota.observe.PoolEvent.WorkersSet} tells of each change.
   *
   * @param workers how many
   * @return this
   */
  public ThreadPoolBuilder workers(Workers workers) {
    return setWorkers(workers);
  }

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
   * with as many workers fewer until one comes back. Default: as many as there are workers at most.
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
   * Sets the policy by which it is decided which of the tasks that wait is next. Tasks run to their
   * end all the same: nothing is cut in slices. Default: first come, first served.
   *
   * <p>The policy is called under the pool's lock. If it throws, or breaks its word in another way,
   * the pool goes on first come, first served, and {@link dev.rota.PoolStats#policyFailure} says
   * so.
   *
   * @param policy for one pool: the builder's next {@link #build} takes it
   * @return this
   */
  public ThreadPoolBuilder policy(Policy policy) {
    this.policyTaken = false;
    this.policy = requireNonNull(policy, "policy");
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
    int replaced = maxAbandoned < 0 ? bounds().most() : maxAbandoned;
    ThreadPool pool =
        new ThreadPool(
            this,
            name(),
            workers(),
            bounds().isAdaptive() ? meter(bounds()) : null,
            interruptGrace,
            replaced,
            System::nanoTime,
            takePolicy(),
            new Announcer(observers));
    pool.start();
    return pool;
  }

  private static Meter meter(Workers bounds) {
    Controller controller = new Controller(bounds.least(), bounds.most(), bounds.first(), 1);
    return new Meter(controller, SAMPLE);
  }

  /** A policy serves one pool. */
  private @Nullable Policy takePolicy() {
    if (policy != null && policyTaken) {
      throw new IllegalStateException(
          "policy: this " + policy + " orders a pool already; give the builder another");
    }
    policyTaken = true;
    return policy;
  }

  @Override
  protected ThreadPoolBuilder self() {
    return this;
  }
}
