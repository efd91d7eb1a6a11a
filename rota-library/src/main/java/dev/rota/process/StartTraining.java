package dev.rota.process;

import static java.lang.ProcessBuilder.Redirect.DISCARD;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.rota.FunctionCall;
import dev.rota.Task;
import dev.rota.TaskFunction;
import dev.rota.linux.Launcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;

/** The two processes by which a {@link StartCache} is made. */
final class StartTraining {

  private static final int TASKS = 500;
  private static final int PATIENCE = 60; // s

  private StartTraining() {}

  /** A bit of most that travels. */
  private record Sample(int number, String text, List<String> list) implements Task<List<Object>> {
    @Override
    public List<Object> call() {
      if (number == 0) {
        throw new IllegalStateException(text);
      }
      return List.of(number, text, list);
    }
  }

  /** Has a worker do what workers do, watched by its JVM; false if it could not. */
  static boolean record(Path archive, Path recording) throws InterruptedException {
    ProcessPoolBuilder builder =
        ProcessPool.builder()
            .name("rota-start-cache")
            .workers(1)
            .spares(0)
            .heap("64m")
            .classPath(List.of(archive))
            .jvmArgs("-XX:AOTMode=record", "-XX:AOTConfiguration=" + recording, "-Xlog:aot=off");
    StartCache.OPTION_VARIABLES.forEach(name -> builder.environment(name, ""));
    try (ProcessPool pool = builder.build()) {
      boolean done = allEnd(tasks(pool));
      if (!done) {
        pool.shutdownNow();
      }
      return done; // told to exit the worker's JVM writes down what it saw
    }
  }

  private static List<Future<?>> tasks(ProcessPool pool) {
    TaskFunction<Integer, Integer> function = number -> number + 1;
    List<Future<?>> tasks = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      String text = "text " + i;
      Task<String> lambda = () -> text;
      tasks.add(pool.submit(lambda));
      tasks.add(pool.submit(new Sample(i, text, List.of(text))));
      tasks.add(pool.submit(new FunctionCall<>(function, i)));
    }
    return tasks;
  }

  private static boolean allEnd(List<Future<?>> tasks) throws InterruptedException {
    long end = System.nanoTime() + SECONDS.toNanos(PATIENCE);
    for (Future<?> task : tasks) {
      try {
        var _ = task.get(end - System.nanoTime(), NANOSECONDS);
      } catch (ExecutionException e) {
        // one throws
      } catch (TimeoutException e) {
        return false;
      }
    }
    return true;
  }

  /** Has a JVM make the cache of what was recorded. */
  static boolean create(Path archive, Path recording, Path file)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(Launcher.prefix());
    command.add(WorkerCommand.java());
    // made by the default collector it also holds objects, which the workers' can load
    command.addAll(List.of("-XX:+UseG1GC", "-Xmx128m", "-XX:AOTMode=create"));
    command.addAll(List.of("-XX:AOTConfiguration=" + recording, "-XX:AOTCache=" + file));
    command.addAll(List.of("-cp", archive.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeAll(StartCache.OPTION_VARIABLES);
    Process process = builder.redirectOutput(DISCARD).redirectError(DISCARD).start();
    try {
      return process.waitFor(PATIENCE, SECONDS) && process.exitValue() == 0;
    } finally {
      process.destroyForcibly();
    }
  }
}
