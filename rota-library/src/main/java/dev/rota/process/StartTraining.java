package dev.rota.process;

import static java.lang.ProcessBuilder.Redirect.DISCARD;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.rota.Task;
import dev.rota.linux.Launcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

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

  /** Has a worker do what workers do, watched by its JVM. */
  static void record(Path archive, Path recording) throws InterruptedException {
    try (ProcessPool pool =
        ProcessPool.builder()
            .name("rota-start-cache")
            .workers(1)
            .spares(0)
            .heap("64m")
            .classPath(List.of(archive))
            .jvmArgs("-XX:AOTMode=record", "-XX:AOTConfiguration=" + recording, "-Xlog:aot=off")
            .build()) {
      for (int i = 0; i < TASKS; i++) {
        String text = "text " + i;
        Task<String> lambda = () -> text;
        var _ = pool.submit(lambda);
        await(pool.submit(new Sample(i, text, List.of(text))));
      }
      try (var outcomes = pool.map(IntStream.range(0, TASKS).boxed().toList(), i -> i + 1)) {
        outcomes.forEach(outcome -> {});
      }
    } // told to exit the worker's JVM writes down what it saw
  }

  private static void await(Future<?> task) throws InterruptedException {
    try {
      var _ = task.get();
    } catch (ExecutionException e) {
      // one throws
    }
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
    Process process = builder.redirectOutput(DISCARD).redirectError(DISCARD).start();
    try {
      return process.waitFor(PATIENCE, SECONDS) && process.exitValue() == 0;
    } finally {
      process.destroyForcibly();
    }
  }
}
