package dev.rota.slice.weave;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Loads what weaving needs before the first class is woven: that happens under locks of class
 * loaders, where loading more could deadlock.
 */
final class WarmUp {
  /** With loops of all kinds, switches, try ranges and call cycles. */
  private static final Class<?>[] SAMPLES = {
    CodeWeaver.class, CountedLoop.class, Dominators.class, Flow.class, WarmUp.class
  };

  private WarmUp() {}

  static void run() {
    for (var sample : SAMPLES) {
      try (var in = sample.getResourceAsStream(sample.getSimpleName() + ".class")) {
        if (in != null) {
          Weaver.weave(in.readAllBytes());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    countDown(SAMPLES.length);
  }

  /** A loop of the form that is cut into chunks, for the weaver to see. */
  private static int countDown(int from) {
    int sum = 0;
    for (int i = from; i > 0; i--) {
      sum += i;
    }
    return sum;
  }
}
