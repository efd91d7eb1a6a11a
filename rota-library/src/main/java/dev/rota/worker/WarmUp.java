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
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * What a worker does once it is ready, while it waits for its first task: it sees to it that it
 * dies with its master, and loads what the first task would otherwise wait for. Its thread stays,
 * because the death signal is tied to it.
 */
final class WarmUp extends Thread {

  private static final boolean LINUX = System.getProperty("os.name").equals("Linux");

  /** A bit of most that travels. */
  private record Sample(int number, String text, List<String> list, Task<String> task) {}

  private final SharedMemory memory;
  private final long master;
  private final boolean launched;
  private final boolean serializes;
  private final List<TaskRunner> runners;

  /**
   * A worker that was {@code launched} has been told to die with its master before it began; one
   * that {@code serializes} has to expect Java serialization.
   */
  WarmUp(
      SharedMemory memory,
      long master,
      boolean launched,
      boolean serializes,
      List<TaskRunner> runners) {
    super("rota-warm-up");
    setDaemon(true);
    this.memory = memory;
    this.master = master;
    this.launched = launched;
    this.serializes = serializes;
    this.runners = runners;
  }

  @Override
  public void run() {
    if (LINUX) {
      dieWithMaster();
      memory.armed();
    }
    ThreadCpuClock clock = new ThreadCpuClock();
    for (TaskRunner runner : runners) {
      runner.cpuTime().use(clock);
    }
    rehearse(new Sample(1, "text", List.of("item"), () -> ""));
    if (serializes) { // a third of all this, and it opens every archive of the class path
      rehearse(new AtomicInteger()); // what only Java serialization can write
    }
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

  /**
   * What a master would send, and what it would be sent back. Once: that loads what there is to
   * load, more rounds only cost.
   */
  private static void rehearse(Object value) {
    JavaSerialization java = new JavaSerialization();
    ValueWriter writer = new ValueWriter(1 << 16, java);
    writer.write(value);
    ValueReader reader = new ValueReader(ClassLoader.getSystemClassLoader(), java);
    reader.reset(writer.buffer(), 0, writer.length());
    try {
      Object read = reader.read();
      new ResultWriter(1 << 16, null)
          .returned(read instanceof Sample sample ? sample.list() : 1, new Spent(0, 0, 0));
    } catch (MalformedValueException e) {
      throw new IllegalStateException(e);
    }
  }
}
