package dev.rota.checks.weaving;

import dev.rota.slice.weave.WovenArchive;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Measures what weaving costs: each program in two fresh JVMs, woven and unwoven, which take turns.
 * Prints a table in Markdown.
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

  private static final int SAMPLES = 41;

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

  private double measure(String program) throws IOException {
    var rounds = new ArrayList<Round>();
    for (int i = 0; i < this.rounds; i++) {
      rounds.add(round(program));
    }
    double ratio = median(rounds, Round::ratio);
    IO.println(
        "| %s | %.1f | %.1f | %.3f | %.1f | %.1f |"
            .formatted(
                program,
                median(rounds, Round::plain) / 1_000,
                median(rounds, Round::woven) / 1_000,
                ratio,
                median(rounds, Round::half) / 1_000,
                median(rounds, Round::most) / 1_000));
    return ratio;
  }

  /** CPU time of a call on both sides, and the 50th and 99th percentile of the time to a poll. */
  private record Round(double plain, double woven, double ratio, double half, double most) {}

  /** Both sides warm, then sample for sample by turns: what disturbs one disturbs the other. */
  private Round round(String program) throws IOException {
    try (var plain = new Running(program, plainPath);
        var woven = new Running(program, wovenPath)) {
      if (plain.result() != woven.result()) {
        throw new IllegalStateException(program + " gives something else once it is woven");
      }
      var samples = new ArrayList<double[]>();
      for (int i = 0; i < SAMPLES; i++) {
        samples.add(new double[] {plain.sample(), woven.sample()});
      }
      plain.delays();
      double[] delays = woven.delays();
      return new Round(
          median(samples, pair -> pair[0]),
          median(samples, pair -> pair[1]),
          median(samples, pair -> pair[1] / pair[0]),
          delays[0],
          delays[1]);
    }
  }

  private static <T> double median(List<T> all, ToDoubleFunction<T> value) {
    double[] sorted = all.stream().mapToDouble(value).sorted().toArray();
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
