package dev.rota.thread;

import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.PoolBuilder;
import dev.rota.contract.PoolContract;
import dev.rota.contract.SharedHeap;
import dev.rota.contract.TurnsContract;
import dev.rota.observe.Observer;
import dev.rota.schedule.FairShares;
import dev.rota.schedule.Policy;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The contract once more, in the order of a policy. */
@Timeout(value = 60, threadMode = SEPARATE_THREAD) // closing a pool heeds no interrupt
class ThreadPoolByPolicyTest implements PoolContract.AllPools, SharedHeap, TurnsContract {

  @TempDir private Path folder;

  @Override
  public PoolBuilder<?> builder() {
    return builder(FairShares.builder().build());
  }

  @Override
  public PoolBuilder<?> builder(Policy policy) {
    return ThreadPool.builder().policy(policy);
  }

  @Override
  public PoolBuilder<?> builder(Observer observer) {
    return ThreadPool.builder().policy(FairShares.builder().build()).observer(observer);
  }

  @Override
  public Path folder() {
    return folder;
  }
}
