package dev.rota.process;

import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.Pool;
import dev.rota.PoolBuilder;
import dev.rota.adapt.Controller;
import dev.rota.adapt.Meter;
import dev.rota.contract.PoolContract;
import dev.rota.observe.Announcer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What depends on the order in which tasks are taken once more, with a pool that has up to three
 * processes more than it is told, and changes their number all the time: it takes samples of a few
 * tasks each, however short they are.
 */
@Timeout(value = 60, threadMode = SEPARATE_THREAD) // closing a pool heeds no interrupt
class RestlessWorkersContractTest implements PoolContract.Queueing {

  @TempDir private Path folder;

  /** Builds such pools. */
  static final class Restless extends PoolBuilder<Restless> {

    private int threads = 1;

    Restless threadsPerWorker(int threads) {
      this.threads = threads;
      return this;
    }

    @Override
    public Pool build() {
      Controller controller = new Controller(workers(), workers() + 3, workers(), 0);
      ProcessPoolBuilder options =
          ProcessPool.builder()
              .name(name())
              .workers(workers())
              .threadsPerWorker(threads)
              .queueCapacity(queueCapacity())
              .heap("32m");
      return new ProcessPool(
          this, options.settings(), null, new Meter(controller, 1), new Announcer(List.of()));
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
  public PoolBuilder<?> oneTaskEach(int workers) {
    return ProcessPool.builder().workers(workers).heap("32m");
  }

  @Override
  public Path folder() {
    return folder;
  }
}
