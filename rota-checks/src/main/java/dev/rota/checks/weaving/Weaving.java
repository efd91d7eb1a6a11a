package dev.rota.checks.weaving;

import dev.rota.slice.weave.WovenArchive;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Measures what weaving costs: each program in a fresh JVM, woven and unwoven by turns. Prints a
 * table in Markdown.
 */
final class Weaving {
  private static final String PACKAGES =
      Stream.of(
              "kernels",
              "org.eclipse.jdt",
              "com.google.gson",
              "com.google.re2j",
              "com.samskivert.mustache",
              "org.sat4j",
              "org.mozilla")
          .map("include="::concat)
          .collect(Collectors.joining(","));

  private final int rounds;
  private final String plainPath;
  private final String wovenPath;

  private Weaving(int rounds, List<Path> plain, List<Path> woven) {
    this.rounds = rounds;
    this.plainPath = joined(plain);
    this.wovenPath = joined(woven);
  }

  /** Arguments: how often each program is run, 5 if it is not said; then parts of names. */
  static void main(String[] arguments) throws Exception {
    Locale.setDefault(Locale.ROOT);
    var names = new ArrayList<>(List.of(arguments));
    int rounds = 5;
    if (!names.isEmpty() && names.getFirst().matches("[0-9]+")) {
      rounds = Integer.parseInt(names.removeFirst());
    }
    var target = Path.of(System.getProperty("rota.checks"), "target");
    var plain = Unsigned.classPath(target.resolve("unsigned"));
    var check = new Weaving(rounds, plain, weave(plain, target));
    IO.println("| program | unwoven, us | woven, us | ratio | poll after, us: p50 | p99 |");
    IO.println("|---|---|---|---|---|---|");
    var kernels = check.measure(Program.KERNELS.keySet().stream(), names);
    var libraries = check.measure(Program.LIBRARIES.keySet().stream(), names);
    summarize("kernels", kernels);
    summarize("real programs", libraries);
  }

  private static String joined(List<Path> entries) {
    return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  /** The class path with an archive of woven classes before each of its own. */
  private static List<Path> weave(List<Path> entries, Path target) throws IOException {
    var folder = Files.createDirectories(target.resolve("woven"));
    var path = new ArrayList<Path>();
    for (var entry : entries) {
      var made = folder.resolve(path.size() + ".jar");
      WovenArchive.write(entry, made, PACKAGES, type -> new byte[0]); // none is a policy
      System.err.println(entry.getFileName() + ": " + WovenArchive.stats(made));
      path.add(made);
      path.add(entry);
    }
    return path;
  }

  private List<Double> measure(Stream<String> programs, List<String> wanted) throws Exception {
    var ratios = new ArrayList<Double>();
    for (var program : (Iterable<String>) programs::iterator) {
      if (wanted.isEmpty() || wanted.stream().anyMatch(program::contains)) {
        ratios.add(measure(program));
      }
    }
    return ratios;
  }

  private double measure(String program) throws IOException, InterruptedException {
    var plain = new ArrayList<double[]>();
    var woven = new ArrayList<double[]>();
    for (int i = 0; i < rounds; i++) {
      plain.add(run(program, plainPath));
      woven.add(run(program, wovenPath));
      if (plain.getLast()[1] != woven.getLast()[1]) {
        throw new IllegalStateException(program + " gives something else once it is woven");
      }
    }
    double ratio = median(woven, 0) / median(plain, 0);
    IO.println(
        "| %s | %.1f | %.1f | %.3f | %.1f | %.1f |"
            .formatted(
                program,
                median(plain, 0) / 1_000,
                median(woven, 0) / 1_000,
                ratio,
                median(woven, 2) / 1_000,
                median(woven, 3) / 1_000));
    return ratio;
  }

  /** CPU time of a call, its result, and the 50th and 99th percentile of the time until a poll. */
  private static double[] run(String program, String classPath)
      throws IOException, InterruptedException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                java, "-XX:+UseSerialGC", "-cp", classPath, Side.class.getName(), program, "2000")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(program + " failed");
    }
    return Stream.of(answer.trim().split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
  }

  private static double median(List<double[]> runs, int column) {
    double[] sorted = runs.stream().mapToDouble(run -> run[column]).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private static void summarize(String what, List<Double> ratios) {
    if (!ratios.isEmpty()) {
      double logs = ratios.stream().mapToDouble(Math::log).sum();
      IO.println(
          "%n%s: geometric mean %.3f, worst %.3f"
              .formatted(
                  what,
                  Math.exp(logs / ratios.size()),
                  ratios.stream().mapToDouble(ratio -> ratio).max().orElseThrow()));
    }
  }
}
