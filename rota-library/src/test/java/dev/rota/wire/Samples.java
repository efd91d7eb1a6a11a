package dev.rota.wire;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Classes that values in the tests are of. */
final class Samples {

  private Samples() {}

  enum Colour {
    RED,
    GREEN {
      @Override
      boolean warm() {
        return false;
      }
    };

    boolean warm() {
      return true;
    }
  }

  record Empty() {}

  record Point(int x, long y) {}

  record Pair<A, B>(@Nullable A first, @Nullable B second) {}

  record Numbers(byte b, short s, char c, int i, long l, float f, double d, boolean z) {}

  record Order(String id, List<Point> points, Map<String, Colour> colours, Pair<Point, ?> more)
      implements Serializable {}

  record Positive(int value) {
    Positive {
      if (value <= 0) {
        throw new IllegalArgumentException("not positive: " + value);
      }
    }
  }

  record Outer(Pair<?, ?> handle) {}

  record Reluctant(int value) {
    @Override
    public int value() {
      throw new IllegalStateException("not now");
    }
  }

  record NoHash(String text) {
    @Override
    public int hashCode() {
      throw new IllegalStateException("no hash");
    }
  }

  /** Says so if its initialiser runs. */
  static final class Bystander {
    static {
      System.setProperty("rota.test.bystander", "initialised");
    }
  }
}
