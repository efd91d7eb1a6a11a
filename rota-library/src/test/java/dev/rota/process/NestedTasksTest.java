package dev.rota.process;

import dev.rota.PoolBuilder;
import dev.rota.contract.NestingContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tasks in workers that submit tasks to the master's pool. */
@Timeout(60)
class NestedTasksTest implements NestingContract {

  @TempDir private Path folder;

  @Override
  public PoolBuilder<?> builder() {
    return ProcessPool.builder().heap("64m");
  }

  @Override
  public Path folder() {
    return folder;
  }
}
