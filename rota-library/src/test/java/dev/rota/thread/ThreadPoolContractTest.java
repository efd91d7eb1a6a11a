package dev.rota.thread;

import dev.rota.PoolBuilder;
import dev.rota.contract.PoolContract;
import dev.rota.contract.SharedHeap;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ThreadPoolContractTest implements PoolContract.AllPools, SharedHeap {

  @TempDir private Path folder;

  @Override
  public PoolBuilder<?> builder() {
    return ThreadPool.builder();
  }

  @Override
  public Path folder() {
    return folder;
  }
}
