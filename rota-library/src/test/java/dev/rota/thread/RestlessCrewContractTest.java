package dev.rota.thread;

import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.Pool;
import dev.rota.PoolBuilder;
import dev.rota.adapt.Controller;
import dev.rota.adapt.Meter;
import dev.rota.contract.PoolContract;
import dev.rota.contract.SharedHeap;
import dev.rota.observe.Announcer;
import dev.rota.observe.Observer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract once more, with a pool that has up to six threads more than it is told, and changes
 * their number all the time: it takes samples of a few tasks each, however short they are.
 */
@Timeout(value = 60, threadMode = SEPARATE_THREAD) // closing a pool heeds no interrupt
class RestlessCrewContractTest implements PoolContract.AllPools, SharedHeap {

  @TempDir private Path folder;

  /** Builds such pools. */
  static final class Restless extends PoolBuilder<Restless> {

    private final List<Observer> observers;

    Restless(Observer... observers) {
      this.observers = List.of(observers);
    }

    @Override
    public Pool build() {
      Controller controller = new Controller(workers(), workers() + 6, workers(), 0);
      ThreadPool pool =
          new ThreadPool(
              this,
              name(),
              workers(),
              new Meter(controller, 1),
              Duration.ofMillis(100),
              workers(),
              System::nanoTime,
              null,
              new Announcer(observers));
      pool.start();
      return pool;
    }

    @Override
    protected Restless self() {
      return this;
    }
  }

  @Override
  public PoolBuilder<?> builder() {
    return new Restless();
  }

  @Override
  public PoolBuilder<?> builder(Observer observer) {
    return new Restless(observer);
  }

  @Override
  public PoolBuilder<?> oneTaskEach(int workers) {
    return ThreadPool.builder().workers(workers);
  }

  @Override
  public PoolBuilder<?> oneTaskEach(Observer observer) {
    return ThreadPool.builder().observer(observer);
  }

  @Override
  public Path folder() {
    return folder;
  }
}
