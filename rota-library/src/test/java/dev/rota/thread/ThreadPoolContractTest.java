package dev.rota.thread;

import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.PoolBuilder;
import dev.rota.contract.PoolContract;
import dev.rota.contract.SharedHeap;
import dev.rota.observe.Observer;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = SEPARATE_THREAD) // closing a pool heeds no interrupt
class ThreadPoolContractTest implements PoolContract.AllPools, SharedHeap {

  @TempDir private Path folder;

  @Override
  public PoolBuilder<?> builder() {
    return ThreadPool.builder();
  }

  @Override
  public PoolBuilder<?> builder(Observer observer) {
    return ThreadPool.builder().observer(observer);
  }

  @Override
  public Path folder() {
    return folder;
  }
}
