package dev.rota.checks.slices;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Prints sliced threads beside others: {@code slices [quick] [PART...]}. CPU times are of the whole
 * process, which a busy machine hardly changes; latencies are by the clock on the wall, and mean
 * something on a quiet machine only. Medians of five runs, of one if it is to be quick.
 */
public final class Slices {

  private static final int RUNS = 5;
  private static final String QUICK = "quick";

  private Slices() {}

  /**
   * Measures and prints.
   *
   * @param arguments {@code quick} and names of parts, in any order; all parts if none is named
   * @throws Exception if something cannot be measured
   */
  public static void main(String[] arguments) throws Exception {
    Set<Part> parts = EnumSet.noneOf(Part.class);
    boolean quick = false;
    for (String argument : arguments) {
      if (argument.equals(QUICK)) {
        quick = true;
      } else if (!addPart(argument, parts)) {
        System.err.printf(
            "slices: no part is called \"%s\"; allowed are %s, %s%n", argument, QUICK, names());
        System.exit(2);
      }
    }
    print(parts.isEmpty() ? EnumSet.allOf(Part.class) : parts, new Paper(quick ? 1 : RUNS));
  }

  private static boolean addPart(String name, Collection<Part> parts) {
    return Arrays.stream(Part.values())
        .filter(part -> part.title().equals(name))
        .anyMatch(parts::add);
  }

  private static String names() {
    return Arrays.stream(Part.values()).map(Part::title).collect(Collectors.joining(", "));
  }

  private static void print(Set<Part> parts, Paper paper) throws Exception {
    IO.println(
        String.format(
            Locale.ROOT,
            "Medians of %d. JDK %s, %d processors, load of the last minute %.1f at the start.",
            paper.runs(),
            Runtime.version(),
            Runtime.getRuntime().availableProcessors(),
            load()));
    for (Part part : parts) {
      part.print(paper);
    }
    IO.println(String.format(Locale.ROOT, "%nLoad of the last minute at the end: %.1f.", load()));
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }
}
