package dev.rota.checks.compare.measure;

/** What a number counts, and how it is written. */
public enum Unit {
  MICROS("µs"),
  MILLIS("ms"),
  SECONDS("s"),
  KIBIBYTES("KiB"),
  MEBIBYTES("MiB"),
  TIMES("×"),
  COUNT(""),
  PER_SECOND("/s");

  private final String symbol;

  Unit(String symbol) {
    this.symbol = symbol;
  }

  String symbol() {
    return symbol;
  }

  String show(double value) {
    if (this == COUNT) {
      return "%.0f".formatted(value);
    }
    if (this == PER_SECOND && value >= 1e6) {
      return "%.2f M".formatted(value / 1e6);
    }
    return this == PER_SECOND && value >= 1e3 ? digits(value / 1e3) + " k" : digits(value);
  }

  /** Three digits are more than a measurement is good for. */
  static String digits(double value) {
    return (value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f").formatted(value);
  }
}
