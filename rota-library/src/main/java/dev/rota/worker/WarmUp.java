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
import java.util.concurrent.atomic.AtomicInteger;
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
  private final boolean launched;
  private final TaskRunner runner;

  /** A worker that was {@code launched} has been told to die with its master before it began. */
  WarmUp(SharedMemory memory, long master, boolean launched, TaskRunner runner) {
    super("rota-warm-up");
    setDaemon(true);
    this.memory = memory;
    this.master = master;
    this.launched = launched;
    this.runner = runner;
  }

  @Override
  public void run() {
    if (LINUX) {
      dieWithMaster();
      memory.armed();
    }
    runner.cpuTime().use(new ThreadCpuClock());
    JavaSerialization java = new JavaSerialization();
    Task<String> lambda = () -> "";
    tryOut(java, lambda);
    tryOut(java, new AtomicInteger()); // of those that only Java serialization can write
    while (true) {
      LockSupport.park(this);
    }
  }

  private void dieWithMaster() {
    if (!(launched ? DeathSignal.isParent(master) : DeathSignal.arm(master))) {
      Runtime.getRuntime().halt(0);
    }
    if (!launched) {
      ProcessGroup.leave(); // a Ctrl-C is the master's to answer
    }
  }

  private static void tryOut(JavaSerialization java, Object value) {
    ValueWriter writer = new ValueWriter(1 << 16, java);
    writer.write(value);
    ValueReader reader = new ValueReader(ClassLoader.getSystemClassLoader(), java);
    reader.reset(writer.buffer(), 0, writer.length());
    try {
      reader.read();
    } catch (MalformedValueException e) {
      throw new IllegalStateException(e);
    }
  }
}
