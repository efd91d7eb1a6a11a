package dev.rota.cli.sim;

import dev.rota.cli.args.UserError;
import java.util.List;
import java.util.SplittableRandom;

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

  /** So many times one after the other, each burst varied. */
  long[] times(int repeats, double vary, SplittableRandom random) {
    var all = new long[Math.multiplyExact(nanos.length, repeats)];
    for (int i = 0; i < all.length; i++) {
      all[i] = varied(nanos[i % nanos.length], vary, random);
    }
    return all;
  }

  private static long varied(long nanos, double vary, SplittableRandom random) {
    return vary == 0
        ? nanos
        : Math.max(1, Math.round(nanos * (1 + vary * (2 * random.nextDouble() - 1))));
  }
}
