package dev.rota.schedule;

/** The weights that policies take. */
final class Weights {

  static final double LEAST = 1e-6;
  static final double MOST = 1e6;

  private Weights() {}

  static double require(String option, double value) {
    if (!(value >= LEAST && value <= MOST)) { // NaN is neither
      throw new IllegalArgumentException(
          option + ": " + value + "; allowed is a number from 0.000001 to 1000000");
    }
    return value;
  }
}
