package dev.rota.cli.sim;

/**
 * Time in steps of a round length, so that a run fits into so many columns.
 *
 * @param first when the first column begins, in nanoseconds
 * @param step how long each is, in nanoseconds
 */
record TimeAxis(long first, long step, int columns) {
  private static final int[] ROUND = {1, 2, 5};

  static TimeAxis of(long start, long end, Unit unit, int most) {
    for (long power = 1; ; power *= 10) {
      for (int round : ROUND) {
        long step = step(round, power, unit);
        long first = start - start % step;
        long columns = Math.max(1, Math.ceilDiv(end - first, step));
        if (columns <= most) {
          return new TimeAxis(first, step, (int) columns);
        }
      }
    }
  }

  /**
   * Round in the unit; a nanosecond divides all up to the second, a thousandth all that are longer.
   */
  private static long step(int round, long power, Unit unit) {
    long least = unit.nanos > Unit.S.nanos ? unit.nanos / 1000 : 1;
    return round * power * least;
  }

  long instant(int column) {
    return first + column * step;
  }

  /** Adds how much of a time falls into each column. */
  void spread(long from, long to, long[] columns) {
    long at = Math.max(from, first);
    while (at < to) {
      int column = (int) Math.min((at - first) / step, columns.length - 1);
      long next = column == columns.length - 1 ? to : Math.min(to, instant(column + 1));
      columns[column] += next - at;
      at = next;
    }
  }
}
