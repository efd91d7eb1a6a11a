package dev.rota.cli.sim;

import dev.rota.cli.args.UserError;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/** How long a task computes and waits, in turn. */
final class Bursts {
  static final int MOST = 10_000;

  private final long[] nanos;

  private Bursts(long[] nanos) {
    this.nanos = nanos;
  }

  static Bursts parse(String where, List<String> texts) {
    if (texts.isEmpty() || texts.size() > MOST) {
      throw new UserError(where + ": has " + texts.size() + " bursts; allowed are 1 to " + MOST);
    }
    var nanos = new long[texts.size()];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = burst(where, texts.get(i).strip());
    }
    return new Bursts(nanos);
  }

  private static long burst(String where, String text) {
    if (text.startsWith("lock(") || text.startsWith("unlock(")) {
      throw new UserError(
          where + ": " + Values.quoted(text) + " is not there yet; allowed are durations");
    }
    return Values.time(where, text);
  }

  int size() {
    return nanos.length;
  }

  /** How long they take by themselves. */
  double sum() {
    return Arrays.stream(nanos).asDoubleStream().sum();
  }

  /**
   * So many times one after the other, each burst varied; what is random in each time comes from a
   * source of its own. Where the last and the first burst are both of the CPU they become one.
   */
  long[] times(int repeats, double vary, IntFunction<SplittableRandom> random) {
    int step = nanos.length % 2 == 0 ? nanos.length : nanos.length - 1;
    var all = new long[step * repeats + nanos.length - step];
    for (int repeat = 0; repeat < repeats; repeat++) {
      var chance = random.apply(repeat);
      for (int i = 0; i < nanos.length; i++) {
        all[repeat * step + i] += varied(nanos[i], vary, chance);
      }
    }
    return all;
  }

  private static long varied(long nanos, double vary, SplittableRandom random) {
    return vary == 0
        ? nanos
        : Math.max(1, Math.round(nanos * (1 + vary * (2 * random.nextDouble() - 1))));
  }
}
