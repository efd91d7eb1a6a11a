package dev.rota.checks.compare.measure;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where a figure sets up what it measures; takes it down again. */
public final class Stage implements AutoCloseable {

  /** Measures once, one value for each quantity of the line. */
  public interface Values {
    double[] once() throws Exception;
  }

  /** Measures once. */
  public interface Value {
    double once() throws Exception;
  }

  private final List<Line> lines = new ArrayList<>();
  private final Map<String, String> missing = new LinkedHashMap<>();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  /** Adds something to measure in each round, in turn with all others. */
  public void line(String subject, Quantity quantity, Value measure) {
    lines.add(new Line(subject, List.of(quantity), () -> new double[] {measure.once()}));
  }

  /** Adds something that gives several values at once. */
  public void lines(String subject, List<Quantity> quantities, Values measure) {
    lines.add(new Line(subject, quantities, measure));
  }

  /** Says why a peer is not in the table. */
  public void missing(String peer, String reason) {
    missing.put(peer, reason);
  }

  /** Closes it at the end. */
  public <T extends AutoCloseable> T keep(T closeable) {
    open.push(closeable);
    return closeable;
  }

  List<Line> lines() {
    return lines;
  }

  Map<String, String> missing() {
    return missing;
  }

  /** The last first. */
  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        System.err.println("cannot be closed: " + e);
      }
    }
  }
}
