package dev.rota.process;

import dev.rota.linux.ThreadCpuClock;

/** What the operating system says of a worker. Each look reads a file of {@code /proc}. */
final class Gauge {

  private Gauge() {}

  /**
   * CPU time of a started task in ns; 0 if its process is gone. The worker says which thread runs
   * it and where its clock stood then; whatever it says, a task of one thread takes no more CPU
   * time than wall time.
   */
  static long cpuNanos(WorkerLink link, ProcessTask<?> task, long wall) {
    long thread = link.memory.slots().thread(task.slot);
    long spent =
        ThreadCpuClock.nanos(link.process.pid(), thread)
            - link.memory.slots().startedCpu(task.slot);
    return Math.clamp(spent, 0, Math.max(0, wall));
  }
}
