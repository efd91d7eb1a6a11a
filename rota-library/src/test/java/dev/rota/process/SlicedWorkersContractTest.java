package dev.rota.process;

import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.PoolBuilder;
import dev.rota.contract.PoolContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The contract once more, with workers that run four tasks at once on sliced threads. */
@Timeout(value = 60, threadMode = SEPARATE_THREAD) // closing a pool heeds no interrupt
class SlicedWorkersContractTest implements PoolContract.Running {

  @TempDir private Path folder;

  @Override
  public PoolBuilder<?> builder() {
    return SlicedPerWorkerTest.builder(4);
  }

  @Override
  public PoolBuilder<?> oneTaskEach(int workers) {
    return ProcessPool.builder().workers(workers).heap("64m");
  }

  @Override
  public Path folder() {
    return folder;
  }
}
