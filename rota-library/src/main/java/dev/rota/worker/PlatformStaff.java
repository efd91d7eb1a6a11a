package dev.rota.worker;

import dev.rota.linux.ThreadCpuClock;
import java.util.List;

/** Platform threads, by their number in the operating system. */
final class PlatformStaff implements Staff {

  @Override
  public Thread thread(int number, Runnable body) {
    return new Thread(body, "rota-task-" + number);
  }

  @Override
  public boolean mayListen() {
    return true;
  }

  @Override
  public long number() {
    return ThreadCpuClock.currentTid();
  }

  @Override
  public void begin(List<TaskRunner> runners) {} // the master sees them

  @Override
  public CpuTime cpuTime() {
    return new CpuTime();
  }
}
