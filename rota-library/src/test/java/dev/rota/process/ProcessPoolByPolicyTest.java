package dev.rota.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.Pool;
import dev.rota.PoolBuilder;
import dev.rota.TaskFuture;
import dev.rota.TaskOptions;
import dev.rota.contract.Flag;
import dev.rota.contract.PoolContract;
import dev.rota.contract.TurnsContract;
import dev.rota.schedule.FairShares;
import dev.rota.schedule.Policy;
import dev.rota.schedule.StrictPriority;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is in the contract about the queue once more, in the order of a policy. */
@Timeout(value = 60, threadMode = SEPARATE_THREAD) // closing a pool heeds no interrupt
class ProcessPoolByPolicyTest implements PoolContract.Queueing, TurnsContract {

  @TempDir private Path folder;

  @Override
  public PoolBuilder<?> builder() {
    return builder(FairShares.builder().build());
  }

  @Override
  public PoolBuilder<?> builder(Policy policy) {
    return ProcessPool.builder().heap("64m").policy(policy);
  }

  @Override
  public Path folder() {
    return folder;
  }

  /** An attempt that takes its worker along leaves the policy; the next one comes to it anew. */
  @Test
  void retriesGoByThePolicyToo() throws Exception {
    var crashed = new Flag(folder.resolve("crashed").toString());
    try (Pool pool = builder(new StrictPriority(Duration.ofMillis(1))).workers(1).build()) {
      TaskFuture<String> twice =
          pool.submit(
              () -> {
                crashed.raise();
                if (crashed.count() < 3) {
                  Runtime.getRuntime().halt(7);
                }
                return "third time";
              },
              TaskOptions.defaults().withRetries(2));
      assertThat(twice.get()).isEqualTo("third time");
      assertThat(twice.execution().attempts()).isEqualTo(3);
      assertThat(pool.stats().policyFailure()).isEmpty();
    }
  }
}
