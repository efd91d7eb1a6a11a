package dev.rota.process;

import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.PoolBuilder;
import dev.rota.contract.PoolContract;
import dev.rota.observe.Observer;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = SEPARATE_THREAD) // closing a pool heeds no interrupt
class ProcessPoolContractTest implements PoolContract.AllPools {

  @TempDir private Path folder;

  @Override
  public PoolBuilder<?> builder() {
    return ProcessPool.builder().heap("64m");
  }

  @Override
  public PoolBuilder<?> builder(Observer observer) {
    return ProcessPool.builder().heap("64m").observer(observer);
  }

  @Override
  public Path folder() {
    return folder;
  }
}
