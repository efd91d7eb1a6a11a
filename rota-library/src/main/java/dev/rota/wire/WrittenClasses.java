package dev.rota.wire;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The classes that a message has named so far: described once, from then on a number. */
final class WrittenClasses {

  /** Most messages name fewer classes; a search through so many is faster than a table. */
  private static final int FEW = 8;

  private @Nullable NamedShape[] first = new @Nullable NamedShape[FEW];
  private @Nullable Map<NamedShape, Integer> others;
  private int count;

  int count() {
    return count;
  }

  void write(NamedShape shape, Output out) {
    int number = find(shape);
    out.putUnsigned(number);
    if (number == count) {
      out.put(shape.description, 0, shape.description.length);
      add(shape);
    }
  }

  private int find(NamedShape shape) {
    for (int i = 0; i < FEW; i++) {
      if (shape.equals(first[i])) {
        return i;
      }
    }
    Integer number = others == null ? null : others.get(shape);
    return number == null ? count : number;
  }

  private void add(NamedShape shape) {
    if (count < FEW) {
      first[count] = shape;
    } else {
      if (others == null) {
        others = new HashMap<>();
      }
      others.put(shape, count);
    }
    count++;
  }

  /** Keeps the classes that were named first, because what named the others is taken back. */
  void keep(int kept) {
    if (kept < FEW) {
      Arrays.fill(first, kept, FEW, null);
      others = null;
    } else if (others != null) {
      others.values().removeIf(number -> number >= kept);
    }
    count = kept;
  }
}
