package dev.rota.worker;

import java.util.List;

/** What the threads of a {@link Crew} are. */
interface Staff {

  /** A thread that runs tasks, not started. */
  Thread thread(int number, Runnable body);

  /** Whether these threads may wait for the bell, which is a read that blocks. */
  boolean mayListen();

  /** The number of the current thread for the master: no other thread of this process has it. */
  long number();

  /** Says that these will be run by such threads. */
  void begin(List<TaskRunner> runners);

  /** How the CPU time of one of these threads is read. */
  CpuTime cpuTime();
}
