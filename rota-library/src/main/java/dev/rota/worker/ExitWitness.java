package dev.rota.worker;

import dev.rota.wire.SharedMemory;
import java.util.List;

/**
 * Tells the master which of the tasks that run at once makes the process exit: a shutdown hook that
 * looks whose thread is inside {@link System#exit}.
 */
final class ExitWitness extends Thread {

  private final SharedMemory memory;
  private final List<TaskRunner> runners;

  ExitWitness(SharedMemory memory, List<TaskRunner> runners) {
    super("rota-exit-witness");
    this.memory = memory;
    this.runners = runners;
  }

  @Override
  public void run() {
    for (TaskRunner runner : runners) {
      long tid = runner.exitingThread();
      if (tid != 0) {
        memory.exiting(tid);
      }
    }
  }
}
