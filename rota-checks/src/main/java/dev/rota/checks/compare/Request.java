package dev.rota.checks.compare;

import dev.rota.checks.compare.figure.Figures;
import dev.rota.checks.compare.measure.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The command line. */
record Request(boolean list, boolean loaded, int rounds, List<Figure> figures) {

  private static final int MOST_ROUNDS = 1000;

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  static Request of(String... args) {
    boolean list = false;
    boolean loaded = false;
    int rounds = 5;
    List<Figure> figures = new ArrayList<>();
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--list" -> list = true;
        case "--loaded" -> loaded = true;
        case "--rounds" -> rounds = rounds(++i < args.length ? args[i] : "");
        default -> figures.add(figure(args[i]));
      }
    }
    return new Request(list, loaded, rounds, figures.isEmpty() ? Figures.ALL : figures);
  }

  private static int rounds(String number) {
    if (!number.matches("[1-9][0-9]{0,3}") || Integer.parseInt(number) > MOST_ROUNDS) {
      throw new IllegalArgumentException(
          "--rounds must be 1 to %d, not \"%s\"".formatted(MOST_ROUNDS, number));
    }
    return Integer.parseInt(number);
  }

  private static Figure figure(String name) {
    return Figures.ALL.stream()
        .filter(figure -> figure.name().equals(name))
        .findAny()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no figure is called \"%s\"; there are %s".formatted(name, names())));
  }

  private static String names() {
    return Figures.ALL.stream().map(Figure::name).collect(Collectors.joining(", "));
  }
}
