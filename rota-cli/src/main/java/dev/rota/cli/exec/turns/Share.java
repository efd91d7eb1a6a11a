package dev.rota.cli.exec.turns;

/**
 * What a program gets of the processors.
 *
 * @param group its place in the tree of shares, {@code a/b}; empty for none
 * @param weight among the members of its group
 */
record Share(String group, double weight) {
  private static final double LEAST = 1e-6;
  private static final double MOST = 1e6;

  static final Share DEFAULT = new Share("", 1);

  /**
   * Reads {@code [GROUP:]WEIGHT}.
   *
   * @throws IllegalArgumentException if it is none; the message says what is allowed
   */
  static Share parse(String text) {
    int colon = text.lastIndexOf(':');
    var group = colon < 0 ? "" : text.substring(0, colon);
    if (colon == 0 || group.startsWith("/") || group.endsWith("/") || group.contains("//")) {
      throw new IllegalArgumentException(
          "'" + text + "' has an empty name of a group; allowed is [GROUP:]WEIGHT, such as a/b:2");
    }
    return new Share(group, weight(text.substring(colon + 1)));
  }

  static double weight(String text) {
    try {
      double weight = Double.parseDouble(text);
      if (weight >= LEAST && weight <= MOST) {
        return weight;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException(
        "'" + text + "' is no weight; allowed is a number from 0.000001 to 1000000");
  }
}
