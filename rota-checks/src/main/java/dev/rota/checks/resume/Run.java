package dev.rota.checks.resume;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The files of one run, which may take many processes, and what they say. */
final class Run {
  static final String OUT = "out";
  static final String LOG = "log";
  static final String MARKS = "marks";

  private static final long PATIENCE_SECONDS = 60;

  private final Kind kind;
  private final List<String> rota;
  private final Path folder;
  private final Path input;

  /**
   * Makes the files.
   *
   * @param rota what starts the command
   */
  Run(Kind kind, List<String> rota, Path folder, int inputs) throws IOException {
    this.kind = kind;
    this.rota = rota;
    this.folder = Files.createDirectories(folder);
    this.input = folder.resolve("input");
    StringBuilder numbers = new StringBuilder();
    for (int number = 1; number <= inputs; number++) {
      numbers.append(number).append('\n');
    }
    Files.writeString(input, numbers);
    Files.createFile(folder.resolve(MARKS));
  }

  Path folder() {
    return folder;
  }

  /** Starts it, or goes on with it. */
  Process start() throws IOException {
    Path out = folder.resolve(OUT);
    List<String> command = new ArrayList<>(rota);
    command.addAll(kind.arguments(folder.resolve(LOG), out));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(input.toFile())
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(
                    kind.isExact() ? folder.resolve("stdout").toFile() : out.toFile()))
            .redirectError(folder.resolve("stderr").toFile());
    builder.environment().put(Kind.MARKS, folder.resolve(MARKS).toString());
    return builder.start();
  }

  /** Waits for its end. */
  int status(Process process) throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("it does not end: " + folder);
    }
    return process.exitValue();
  }

  /** Waits until nothing runs any more that it has started. */
  void awaitQuiet() throws IOException, InterruptedException {
    String variable = Kind.MARKS + "=" + folder.resolve(MARKS);
    long since = System.nanoTime();
    while (isThere(variable)) {
      if (System.nanoTime() - since > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
        throw new IllegalStateException("something of it runs on: " + folder);
      }
      Thread.sleep(1);
    }
  }

  private static boolean isThere(String variable) throws IOException {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes
          .filter(path -> Character.isDigit(path.getFileName().toString().charAt(0)))
          .anyMatch(path -> environment(path).contains(variable));
    }
  }

  private static String environment(Path process) {
    try {
      return new String(
          Files.readAllBytes(process.resolve("environ")), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // it has ended, or is another user's
    }
  }

  /** How often each input was run. */
  Map<String, Integer> marks() throws IOException {
    Map<String, Integer> marks = new HashMap<>();
    Files.readAllLines(folder.resolve(MARKS)).forEach(one -> marks.merge(one, 1, Integer::sum));
    return marks;
  }

  /** The inputs that count as ended: whole lines of the log whose sums are whole. */
  List<String> logged() throws IOException {
    List<String> lines = wholeLines(LOG);
    int sums = wholeLines(LOG + ".sum").size();
    return lines
        .subList(Math.min(1, lines.size()), Math.min(lines.size(), Math.max(1, sums)))
        .stream()
        .map(line -> line.substring(0, line.indexOf('\t')))
        .toList();
  }

  /** How many lines of output there are. */
  int printed() throws IOException {
    return wholeLines(OUT).size();
  }

  private List<String> wholeLines(String name) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      return List.of();
    }
    String text = Files.readString(file);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  /** Without the times that a failure took; sorted and each once, if the order is not fixed. */
  List<String> output() throws IOException {
    Stream<String> lines =
        Files.readString(folder.resolve(OUT))
            .lines()
            .map(line -> line.replaceAll("\"(wallMs|cpuMs)\":\\d+", "\"$1\":0"));
    return (kind.isExact() ? lines : lines.sorted().distinct()).toList();
  }

  String errors() throws IOException {
    return Files.readString(folder.resolve("stderr"));
  }
}
