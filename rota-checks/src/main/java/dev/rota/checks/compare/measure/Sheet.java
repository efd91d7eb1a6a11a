package dev.rota.checks.compare.measure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** What was measured of one figure: subjects down, quantities across, the rounds in each cell. */
public final class Sheet {

  private record Cell(String subject, Quantity quantity) {}

  private final Map<Cell, List<Double>> values = new LinkedHashMap<>();
  private final Set<String> subjects = new LinkedHashSet<>();
  private final Set<Quantity> quantities = new LinkedHashSet<>();
  private final Map<String, String> missing = new LinkedHashMap<>();

  /**
   * Measures a figure.
   *
   * @param rounds how often each line is measured, in turn with all others
   */
  public static Sheet of(Figure figure, int rounds) throws Exception {
    Sheet sheet = new Sheet();
    try (Stage stage = new Stage()) {
      figure.set(stage);
      sheet.missing.putAll(stage.missing());
      int times = Math.min(rounds, figure.mostRounds()) * figure.repeats();
      for (int i = 0; i < times; i++) {
        List<Line> inTurn = new ArrayList<>(stage.lines());
        Collections.rotate(inTurn, -i); // so that none always comes behind the same other
        inTurn.forEach(sheet::measure);
      }
    }
    return sheet;
  }

  /** A subject that fails is out of the comparison from then on, with the reason. */
  private void measure(Line line) {
    if (missing.containsKey(line.subject())) {
      return;
    }
    try {
      double[] measured = line.measure().once();
      for (int i = 0; i < measured.length; i++) {
        put(line.subject(), line.quantities().get(i), measured[i]);
      }
    } catch (Exception e) {
      missing.put(line.subject(), "failed: " + e);
      subjects.remove(line.subject());
    }
  }

  private void put(String subject, Quantity quantity, double value) {
    subjects.add(subject);
    quantities.add(quantity);
    values.computeIfAbsent(new Cell(subject, quantity), _ -> new ArrayList<>()).add(value);
  }

  Set<String> subjects() {
    return subjects;
  }

  Set<Quantity> quantities() {
    return quantities;
  }

  Map<String, String> missing() {
    return missing;
  }

  /** The first that the quantity was measured of: the others are compared with it. */
  String first(Quantity quantity) {
    return subjects.stream().filter(subject -> has(subject, quantity)).findFirst().orElseThrow();
  }

  boolean has(String subject, Quantity quantity) {
    return values.containsKey(new Cell(subject, quantity));
  }

  Spread value(String subject, Quantity quantity) {
    return Spread.of(of(subject, quantity));
  }

  /** Of the values that were measured one after the other. */
  Spread ratio(String subject, String other, Quantity quantity) {
    List<Double> mine = of(subject, quantity);
    List<Double> theirs = of(other, quantity);
    return Spread.of(
        IntStream.range(0, Math.min(mine.size(), theirs.size()))
            .mapToObj(i -> mine.get(i) / theirs.get(i))
            .toList());
  }

  private List<Double> of(String subject, Quantity quantity) {
    return values.getOrDefault(new Cell(subject, quantity), List.of());
  }
}
