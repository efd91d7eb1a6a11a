package dev.rota.checks.compare.figure;

import dev.rota.checks.compare.measure.Figure;
import dev.rota.checks.compare.measure.Quantity;
import dev.rota.checks.compare.measure.Stage;
import dev.rota.checks.compare.measure.Target;
import dev.rota.checks.compare.measure.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The command, over more files than anyone would start a JVM for. */
final class MapFiles implements Figure {

  private static final Quantity CPU = new Quantity("CPU time", Unit.SECONDS);
  private static final Quantity WALL = new Quantity("wall time", Unit.SECONDS);
  private static final String ROTA = "rota map, a compiled function";
  private static final String LOOP = "JVM, a loop";
  private static final String EACH = "JVM a file";
  private static final int SAMPLE = 16;

  private final Path checks = Path.of(System.getProperty("rota.checks", ".")).toAbsolutePath();
  private final Path files = checks.resolve("target/compare/files");
  private final Path classes = checks.resolve("target/compare/classes");
  private final Path source = checks.resolveSibling("examples").resolve("ClassStats.java");

  @Override
  public String name() {
    return "map-files";
  }

  @Override
  public String about() {
    return "examples/ClassStats.java over the class files of three modules of the JDK in a folder,"
        + " all processes together; the JVM a file from a sample of "
        + SAMPLE
        + ".";
  }

  @Override
  public List<Target> targets() {
    return List.of(Target.atMost(1.2, ROTA, CPU, LOOP), Target.atMost(1 / 8.0, ROTA, CPU, EACH));
  }

  @Override
  public int mostRounds() {
    return 3;
  }

  @Override
  public void set(Stage stage) throws Exception {
    ClassFiles.compile(source, classes);
    long count = ClassFiles.unpack(files);
    List<String> rota = List.of(checks.resolveSibling("rota").toString(), "map", "--quiet");
    List<Quantity> both = List.of(CPU, WALL);
    List<String> compiled =
        of(rota, "--class-path", classes.toString(), "ClassStats::apply", files.toString());
    stage.lines(ROTA, both, () -> Command.run(compiled));
    stage.lines(
        "rota map, a source file",
        both,
        () -> Command.run(of(rota, source.toString(), files.toString())));
    stage.lines(LOOP, both, () -> Command.run(loop(files)));
    stage.lines(EACH, both, () -> eachFile(count));
  }

  private List<String> loop(Path folder) {
    return List.of(
        Java.COMMAND,
        "-cp",
        classes + ":" + Java.home(FileLoop.class),
        FileLoop.class.getName(),
        "ClassStats",
        folder.toString());
  }

  /** Of some files, spread over all, as if it were all. */
  private double[] eachFile(long count) throws Exception {
    double[] sum = new double[2];
    for (Path file : sample(count)) {
      double[] one = Command.run(loop(file));
      sum[0] += one[0] * count / SAMPLE;
      sum[1] += one[1] * count / SAMPLE;
    }
    return sum;
  }

  private List<Path> sample(long count) throws IOException {
    List<Path> all;
    try (Stream<Path> found = Files.walk(files)) {
      all = found.filter(Files::isRegularFile).sorted().toList();
    }
    List<Path> sample = new ArrayList<>();
    for (int i = 0; i < SAMPLE; i++) {
      sample.add(all.get((int) (i * count / SAMPLE)));
    }
    return sample;
  }

  private static List<String> of(List<String> command, String... more) {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(more));
    return all;
  }
}
