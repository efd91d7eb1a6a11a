package dev.rota.checks.compare.measure;

import org.jspecify.annotations.Nullable;

/**
 * What a figure has to reach.
 *
 * @param subject whose; the beginning of its name, and of several that begin so, each
 * @param peer beside whom, likewise; null for a bound that stands by itself
 * @param bound of the value, or of the ratio to the peer's
 */
public record Target(
    String subject, Quantity quantity, @Nullable String peer, Bound kind, double bound) {

  /** Which way is better. */
  public enum Bound {
    AT_MOST,
    AT_LEAST
  }

  public static Target atMost(double bound, String subject, Quantity quantity) {
    return new Target(subject, quantity, null, Bound.AT_MOST, bound);
  }

  public static Target atLeast(double bound, String subject, Quantity quantity) {
    return new Target(subject, quantity, null, Bound.AT_LEAST, bound);
  }

  public static Target atMost(double times, String subject, Quantity quantity, String peer) {
    return new Target(subject, quantity, peer, Bound.AT_MOST, times);
  }

  public static Target atLeast(double times, String subject, Quantity quantity, String peer) {
    return new Target(subject, quantity, peer, Bound.AT_LEAST, times);
  }

  boolean isReached(double value) {
    return kind == Bound.AT_MOST ? value <= bound : value >= bound;
  }

  String text() {
    String number = peer == null ? quantity.unit().show(bound) : Unit.digits(bound) + "×";
    return (kind == Bound.AT_MOST ? "≤ " : "≥ ") + number;
  }
}
