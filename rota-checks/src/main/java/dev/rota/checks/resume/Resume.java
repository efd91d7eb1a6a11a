package dev.rota.checks.resume;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Kills {@code rota} by SIGKILL at random points, and has it go on until all inputs have ended,
 * over and over again. Whatever the points, the output must be that of an uninterrupted run, and
 * what was logged when a process was killed must never run again. The seed gives the same points
 * again; what the processes are at then is up to the machine.
 */
public final class Resume {
  private static final int INPUTS = 200;
  private static final int MOST_GROWTHS = 25;

  private final Kind kind;
  private final List<String> rota;
  private final Path folder;
  private final Random random;
  private final PrintStream record;
  private final List<String> wrong = new ArrayList<>();
  private int killed;
  private int between;
  private int runs;
  private int repeated;

  private Resume(Kind kind, List<String> rota, Path folder, long seed, PrintStream record) {
    this.kind = kind;
    this.rota = rota;
    this.folder = folder;
    this.random = new Random(seed);
    this.record = record;
  }

  /**
   * {@code COMMAND [KILLS] [SEED] [KIND..]}: 300 kills of each kind of run and a new seed by
   * default. The points are recorded in {@code resume-KIND-SEED.txt} of the temporary folder.
   */
  public static void main(String[] args) throws Exception {
    int kills = args.length > 1 ? Integer.parseInt(args[1]) : 300;
    long seed = args.length > 2 ? Long.parseLong(args[2]) : System.nanoTime();
    List<Kind> kinds =
        args.length > 3
            ? Stream.of(args).skip(3).map(Kind::valueOf).toList()
            : List.of(Kind.values());
    boolean well = true;
    for (Kind kind : kinds) {
      Path points = Path.of(System.getProperty("java.io.tmpdir"), name(kind, seed));
      well &= run(kind, List.of(args[0]), kills, seed, points).isEmpty();
    }
    System.exit(well ? 0 : 1);
  }

  /**
   * Runs it and returns what went wrong.
   *
   * @param rota what starts the command
   * @param points the file that is to have them
   */
  static List<String> run(Kind kind, List<String> rota, int kills, long seed, Path points)
      throws Exception {
    Path folder = Files.createTempDirectory("rota-resume-");
    try (PrintStream record = new PrintStream(Files.newOutputStream(points))) {
      Resume resume = new Resume(kind, rota, folder, seed, record);
      record.println(kind + ", seed " + seed);
      resume.run(kills);
      String report = resume.report() + ", seed " + seed + "; points in " + points;
      System.out.println(report);
      resume.wrong.forEach(System.out::println);
      return resume.wrong;
    } finally {
      delete(folder);
    }
  }

  private static String name(Kind kind, long seed) {
    return "resume-" + kind + "-" + seed + ".txt";
  }

  private void run(int kills) throws Exception {
    Run reference = new Run(kind, rota, folder.resolve("reference"), INPUTS);
    int status = reference.status(reference.start());
    if (status != 1) {
      wrong.add("uninterrupted it ends with status " + status + ": " + reference.errors());
      return;
    }
    List<String> expected = reference.output();
    while (killed < kills && wrong.isEmpty()) {
      runs++;
      record.println("run " + runs);
      Run run = new Run(kind, rota, folder.resolve("run-" + runs), INPUTS);
      complete(run, kills);
      if (!run.output().equals(expected)) {
        wrong.add(
            "run "
                + runs
                + ": the output is not that of an uninterrupted run: "
                + diff(run, expected));
      }
      delete(run.folder());
    }
  }

  /** Kills it while there are kills left, and has it go on to its end. */
  private void complete(Run run, int kills) throws Exception {
    Map<String, Integer> frozen = new HashMap<>(); // how often what is logged was run
    boolean done = false;
    while (!done && wrong.isEmpty()) {
      Process process = run.start();
      if (killed < kills && kill(process, run)) {
        run.status(process);
      } else {
        int status = run.status(process);
        done = status == 0 || status == 1;
        if (!done) {
          wrong.add("run " + runs + " ends with status " + status + ": " + run.errors());
        }
      }
      run.awaitQuiet();
      compare(run, frozen);
    }
    if (wrong.isEmpty() && frozen.size() != INPUTS) {
      wrong.add("run " + runs + " has logged " + frozen.size() + " of " + INPUTS + " inputs");
    }
    repeated += (int) run.marks().values().stream().filter(count -> count > 1).count();
  }

  private boolean kill(Process process, Run run) throws IOException, InterruptedException {
    KillPoint point = KillPoint.random(random, MOST_GROWTHS);
    boolean alive = point.await(process, run.folder());
    if (alive) {
      process.destroyForcibly();
      int status = run.status(process);
      alive = status == 137;
    }
    if (alive) {
      killed++;
      record.println("kill " + killed + ": " + point + ", " + run.logged().size() + " logged");
      between += kind.isExact() && run.printed() > run.logged().size() ? 1 : 0;
    }
    return alive;
  }

  private void compare(Run run, Map<String, Integer> frozen) throws IOException {
    Map<String, Integer> marks = run.marks();
    frozen.forEach(
        (input, count) -> {
          if (!count.equals(marks.get(input))) {
            wrong.add("run " + runs + ": input " + input + " was logged and ran again");
          }
        });
    for (String input : run.logged()) {
      frozen.putIfAbsent(input, marks.getOrDefault(input, 0));
    }
  }

  private static String diff(Run run, List<String> expected) throws IOException {
    List<String> missing = new ArrayList<>(expected);
    missing.removeAll(run.output());
    List<String> added = new ArrayList<>(run.output());
    added.removeAll(expected);
    return "missing " + missing + ", added " + added + ", or another order";
  }

  private String report() {
    return "%s: %d kills in %d runs of %d inputs, %s%d inputs ran again"
        .formatted(
            kind,
            killed,
            runs,
            INPUTS,
            kind.isExact() ? between + " kills behind a line that was not logged yet, " : "",
            repeated);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
