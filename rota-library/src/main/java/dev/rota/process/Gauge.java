package dev.rota.process;

import dev.rota.linux.ProcessMemory;
import dev.rota.linux.ThreadCpuClock;

/** What the operating system says of a worker. Each look reads a file of {@code /proc}. */
final class Gauge {

  private Gauge() {}

  /**
   * CPU time of a started task in ns; 0 if its process is gone. The worker says which thread runs
   * it and where its clock stood then, or, of a sliced thread, what it has used; whatever it says,
   * a task of one thread takes no more CPU time than wall time.
   */
  static long cpuNanos(WorkerLink link, ProcessTask<?> task, long wall) {
    if (!link.process.isAlive()) {
      return 0;
    }
    long thread = link.slots.thread(task);
    long said = link.slots.startedCpu(task);
    boolean sliced = thread < 0;
    long spent = sliced ? said : ThreadCpuClock.nanos(link.process.pid(), thread) - said;
    return Math.clamp(spent, 0, Math.max(0, wall));
  }

  /** The most memory that a worker's process ever had, in bytes; the last known if it is gone. */
  static long peakMemory(WorkerLink link) {
    return memory(link).peak();
  }

  /** The memory of a worker's process; its peak is also noted. */
  static ProcessMemory memory(WorkerLink link) {
    ProcessMemory memory =
        link.process.isAlive() ? ProcessMemory.of(link.process.pid()) : ProcessMemory.UNKNOWN;
    link.peakMemory = Math.max(link.peakMemory, memory.peak());
    return new ProcessMemory(memory.resident(), link.peakMemory);
  }
}
