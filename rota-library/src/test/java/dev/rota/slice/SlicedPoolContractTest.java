package dev.rota.slice;

import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.PoolBuilder;
import dev.rota.contract.PoolContract;
import dev.rota.contract.SharedHeap;
import dev.rota.observe.Observer;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = SEPARATE_THREAD) // closing a pool heeds no interrupt
class SlicedPoolContractTest implements PoolContract.AllPools, SharedHeap {

  @TempDir private Path folder;

  @Override
  public PoolBuilder<?> builder() {
    return SlicedPool.builder();
  }

  @Override
  public PoolBuilder<?> builder(Observer observer) {
    return SlicedPool.builder().observer(observer);
  }

  /** Others would run while a task waits. */
  @Override
  public PoolBuilder<?> oneTaskEach(int workers) {
    return SlicedPool.builder().workers(workers).tasks(workers);
  }

  @Override
  public PoolBuilder<?> oneTaskEach(Observer observer) {
    return SlicedPool.builder().tasks(1).observer(observer);
  }

  @Override
  public Path folder() {
    return folder;
  }
}
