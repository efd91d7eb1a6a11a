package dev.rota.checks.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Python's ProcessPoolExecutor in a process of its own, which takes the times itself: a line with
 * the work and a count goes in, a line with nanoseconds comes out.
 */
final class Python implements Peer {

  /** The works of one line of the table; for {@code map} with a size of chunks. */
  private final class Line implements Way {

    private final String name;
    private final Set<Work> works;
    private final int chunk;

    Line(String name, Set<Work> works, int chunk) {
      this.name = name;
      this.works = works;
      this.chunk = chunk;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Set<Work> works() {
      return works;
    }

    @Override
    public long[] measure(Work work, int count) throws IOException {
      in.write(work.name().toLowerCase(Locale.ROOT) + " " + count + " " + chunk + "\n");
      in.flush();
      String answer = out.readLine();
      if (answer == null) {
        throw new IOException("Python has ended");
      }
      return Stream.of(answer.split(" ")).mapToLong(Long::parseLong).toArray();
    }
  }

  private final String startMethod;
  private final Process process;
  private final Writer in;
  private final BufferedReader out;

  /**
   * Starts it.
   *
   * @param startMethod how Python starts its workers: fork or spawn
   */
  Python(Path script, String startMethod, int workers) throws IOException {
    this.startMethod = startMethod;
    process =
        new ProcessBuilder(
                "python3",
                script.toString(),
                startMethod,
                Integer.toString(workers),
                Integer.toString(Payload.BYTES),
                Integer.toString(Work.WINDOW_SIZE))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    in = process.outputWriter(StandardCharsets.UTF_8);
    out = process.inputReader(StandardCharsets.UTF_8);
  }

  /** What {@code python3 --version} says, or null if it cannot be started. */
  static @Nullable String version() {
    try {
      Process asked = new ProcessBuilder("python3", "--version").redirectErrorStream(true).start();
      try (BufferedReader answer = asked.inputReader(StandardCharsets.UTF_8)) {
        return answer.readLine();
      }
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public String name() {
    return "Python ProcessPoolExecutor, " + startMethod;
  }

  @Override
  public List<Way> ways() {
    return List.of(
        new Line("submit", EnumSet.of(Work.ROUND_TRIP, Work.WINDOW, Work.ALL_AT_ONCE), 1),
        new Line("map, chunksize 1", EnumSet.of(Work.MAP), 1),
        new Line("map, chunksize 100", EnumSet.of(Work.MAP), 100));
  }

  /** The script ends with its input. */
  @Override
  public void close() throws IOException {
    in.close();
    process.onExit().join();
  }
}
