package dev.rota.checks.workers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Measures pools of 1 to 64 workers, and those that find their number: {@code workers [quick]
 * [threads|processes] [FILE.svg]}. Exit status 1 if one of these achieves less than 95 % of the
 * best fixed number.
 */
public final class HowMany {

  private static final double ENOUGH = 0.95;
  private static final int ROUNDS = 5;

  private HowMany() {}

  /**
   * Measures, prints and draws.
   *
   * @param arguments see above, in any order
   */
  public static void main(String[] arguments) throws InterruptedException, IOException {
    List<String> given = new ArrayList<>(List.of(arguments));
    int rounds = given.remove("quick") ? 1 : ROUNDS;
    List<Kind> kinds = Arrays.stream(Kind.values()).filter(k -> given.remove(k.title())).toList();
    if (given.size() > 1 || (given.size() == 1 && !given.getFirst().endsWith(".svg"))) {
      System.err.println("workers: allowed are quick, threads, processes and FILE.svg");
      System.exit(2);
    }
    IO.println(
        String.format(
            Locale.ROOT,
            "Medians of %d. JDK %s, %d processors.",
            rounds,
            Runtime.version(),
            Runtime.getRuntime().availableProcessors()));
    List<Curve> curves = new ArrayList<>();
    for (Kind kind : kinds.isEmpty() ? List.of(Kind.values()) : kinds) {
      for (Work work : Work.values()) {
        if (kind == Kind.THREADS || work.travels()) {
          Curve curve = Curve.measure(kind, work, rounds);
          curve.print();
          curves.add(curve);
        }
      }
    }
    if (!given.isEmpty()) {
      Files.writeString(Path.of(given.getFirst()), Picture.of(curves));
    }
    System.exit(curves.stream().allMatch(curve -> curve.part() >= ENOUGH) ? 0 : 1);
  }
}
