package dev.rota.worker;

import dev.rota.Task;
import dev.rota.linux.DeathSignal;
import dev.rota.linux.ProcessGroup;
import dev.rota.linux.ThreadCpuClock;
import dev.rota.wire.JavaSerialization;
import dev.rota.wire.MalformedValueException;
import dev.rota.wire.SharedMemory;
import dev.rota.wire.ValueReader;
import dev.rota.wire.ValueWriter;
import java.util.concurrent.locks.LockSupport;

/**
 * What a worker does once it is ready, while it waits for its first task: it sees to it that it
 * dies with its master, and loads what the first task would otherwise wait for. Its thread stays,
 * because the death signal is tied to it.
 */
final class WarmUp extends Thread {

  private static final boolean LINUX = System.getProperty("os.name").equals("Linux");

  private final SharedMemory memory;
  private final long master;
  private final TaskRunner runner;

  WarmUp(SharedMemory memory, long master, TaskRunner runner) {
    super("rota-warm-up");
    setDaemon(true);
    this.memory = memory;
    this.master = master;
    this.runner = runner;
  }

  @Override
  public void run() {
    if (LINUX) {
      if (!DeathSignal.arm(master)) {
        Runtime.getRuntime().halt(0);
      }
      memory.armed();
      ProcessGroup.leave(); // a Ctrl-C is the master's to answer
      ThreadCpuClock clock = new ThreadCpuClock();
      clock.nanos(); // the first call links it
      runner.cpuTime().use(clock);
    }
    tryOut(new JavaSerialization());
    while (true) {
      LockSupport.park(this);
    }
  }

  private static void tryOut(JavaSerialization java) {
    ValueWriter writer = new ValueWriter(1 << 16, java);
    Task<String> task = () -> "";
    writer.write(task);
    ValueReader reader = new ValueReader(ClassLoader.getSystemClassLoader(), java);
    reader.reset(writer.buffer(), 0, writer.length());
    try {
      reader.read();
    } catch (MalformedValueException e) {
      throw new IllegalStateException(e);
    }
  }
}
