package dev.rota.process;

import dev.rota.supervise.SupervisorEvent;
import dev.rota.wire.SharedMemory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Starts worker processes, one after the other, has each listened to, and sees it through to the
 * end of its process. What it tells the {@link Workforce} it tells under the pool's lock; all else
 * here is done without.
 */
final class Spawner {

  private final Settings settings;
  private final Monitor monitor;
  private final Workforce workforce;
  private final Ends ends;
  private final Events events;
  private final ExecutorService executor = Executors.newSingleThreadExecutor(this::thread);
  private final long poolStarted = System.currentTimeMillis();

  Spawner(Settings settings, Monitor monitor, Workforce workforce, Ends ends, Events events) {
    this.settings = settings;
    this.monitor = monitor;
    this.workforce = workforce;
    this.ends = ends;
    this.events = events;
    Thread.startVirtualThread(SharedFile::sweep);
  }

  /**
   * One thread starts all workers and lives as long as the pool: workers ask the kernel to be
   * killed when the thread that started them ends.
   */
  private Thread thread(Runnable loop) {
    return Thread.ofPlatform().daemon().name(settings.name() + "-spawner").unstarted(loop);
  }

  /** With the lock or without it: has a worker started. */
  void spawn(int worker) {
    executor.execute(() -> startIfWanted(worker));
  }

  /** No worker is started any more. */
  void stop() {
    executor.shutdown();
  }

  private void startIfWanted(int worker) {
    if (!monitor.get(() -> workforce.isWanted(worker))) {
      monitor.run(() -> workforce.tell(new SupervisorEvent.Died(worker)));
      return;
    }
    try {
      start(worker, SharedFile.create());
    } catch (Throwable e) { // also out of memory or threads: the thread must live, see there
      String reason = e.toString().lines().findFirst().orElse(""); // there may be advice below
      String message = "a worker cannot be started: " + reason;
      monitor.run(() -> workforce.buried(worker, "cannot start", message));
    }
  }

  private void start(int worker, SharedFile file) throws IOException {
    Process process;
    try {
      process = new WorkerCommand(settings).start(file.path(), errorFile(worker));
    } catch (Throwable e) {
      file.unlink();
      file.arena().close();
      throw e;
    }
    try {
      listen(link(worker, process, file.memory()), file);
    } catch (Throwable e) {
      process.destroyForcibly();
      file.unlink();
      throw e;
    }
  }

  private WorkerLink link(int worker, Process process, SharedMemory memory) {
    int maxTasks = settings.recycling().maxTasks(worker);
    int threads = settings.threadsPerWorker();
    return new WorkerLink(worker, settings.nameOf(worker), maxTasks, threads, process, memory);
  }

  private void listen(WorkerLink link, SharedFile file) {
    Runnable exited = () -> exited(link, file);
    WorkerReader reader =
        new WorkerReader(link, settings, monitor, workforce, ends, events, exited);
    monitor.run(() -> workforce.employed(link));
    try {
      reader.start();
    } catch (Throwable e) { // there are no more threads
      monitor.run(() -> workforce.forget(link));
      file.arena().close();
      throw e;
    }
    var _ = link.process.onExit().thenRun(() -> Thread.startVirtualThread(() -> ended(reader)));
  }

  /**
   * The reader notices a worker's end by itself, and needs no thread for it that there may not be;
   * unless programs that the worker has started keep its pipe open.
   */
  private static void ended(WorkerReader reader) {
    reader.awaitEnd();
    reader.exited();
  }

  /** Nobody looks at the shared memory of a worker that the workforce has buried. */
  private void exited(WorkerLink link, SharedFile file) {
    file.unlink();
    int status = link.process.exitValue();
    Death death = death(link, status);
    monitor.run(() -> workforce.died(link, status, death));
    file.arena().close();
  }

  /** Whatever is wrong with what the worker left behind, its end must be told. */
  private Death death(WorkerLink link, int status) {
    try {
      return Death.of(status, link.output.text(), errorFile(link.number));
    } catch (Throwable e) { // there is no memory for it
      return Death.byStatus(status, "");
    }
  }

  private Path errorFile(int worker) {
    return Settings.errorFile(worker, poolStarted);
  }
}
