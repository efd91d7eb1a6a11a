package dev.rota.wire;

import dev.rota.wire.Samples.Colour;
import dev.rota.wire.Samples.Pair;
import dev.rota.wire.Samples.Point;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Values of every kind, nested at random, the same for the same seed. */
final class RandomValues {

  private final Random random;

  RandomValues(long seed) {
    random = new Random(seed);
  }

  @Nullable Object next() {
    return next(5);
  }

  private @Nullable Object next(int depth) {
    if (depth > 0 && random.nextInt(3) > 0) {
      return nested(depth - 1);
    }
    return switch (random.nextInt(16)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> (byte) random.nextInt();
      case 3 -> (short) random.nextInt();
      case 4 -> (char) random.nextInt();
      case 5 -> random.nextInt() >> random.nextInt(32);
      case 6 -> random.nextLong() >> random.nextInt(64);
      case 7 -> Float.intBitsToFloat(random.nextInt());
      case 8 -> random.nextGaussian();
      case 9 -> text();
      case 10 -> new BigDecimal(new BigInteger(random.nextInt(200), random), random.nextInt(50));
      case 11 -> new UUID(random.nextLong(), random.nextLong());
      case 12 -> Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
      case 13 -> Duration.ofNanos(random.nextLong());
      case 14 ->
          LocalDate.ofEpochDay(random.nextInt(1_000_000)).atStartOfDay(ZoneId.of("Europe/Berlin"));
      default -> random.nextBoolean() ? Colour.RED : Colour.GREEN;
    };
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    int range = random.nextBoolean() ? 0x100 : 0x10000;
    for (int i = random.nextInt(20); i > 0; i--) {
      text.append((char) random.nextInt(range));
    }
    return text.toString();
  }

  private Object nested(int depth) {
    int size = random.nextInt(6);
    return switch (random.nextInt(8)) {
      case 0 -> list(size, depth);
      case 1 -> new LinkedHashSet<>(keys(size));
      case 2 -> {
        Map<Object, Object> map = new LinkedHashMap<>();
        keys(size).forEach(key -> map.put(key, next(depth)));
        yield map;
      }
      case 3 -> new Pair<>(next(depth), next(depth));
      case 4 -> new Point(random.nextInt(), random.nextLong());
      case 5 -> list(size, depth).toArray();
      case 6 -> Optional.ofNullable(next(depth));
      default -> random.ints(size).toArray();
    };
  }

  private List<Object> list(int size, int depth) {
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      list.add(next(depth));
    }
    return list;
  }

  private Set<Object> keys(int size) {
    Set<Object> keys = new LinkedHashSet<>();
    for (int i = 0; i < size; i++) {
      keys.add(random.nextBoolean() ? text() : new Point(random.nextInt(9), random.nextInt(9)));
    }
    return keys;
  }

  /** Equality that looks into arrays wherever they are. */
  static boolean same(@Nullable Object a, @Nullable Object b) {
    if (a instanceof Object[] left && b instanceof Object[] right) {
      return sameAll(Arrays.asList(left), Arrays.asList(right));
    }
    if (a instanceof int[] left && b instanceof int[] right) {
      return Arrays.equals(left, right);
    }
    if (a instanceof List<?> left && b instanceof List<?> right) {
      return sameAll(left, right);
    }
    if (a instanceof Map<?, ?> left && b instanceof Map<?, ?> right) {
      return sameAll(new ArrayList<>(left.keySet()), new ArrayList<>(right.keySet()))
          && sameAll(new ArrayList<>(left.values()), new ArrayList<>(right.values()));
    }
    if (a instanceof Pair<?, ?> left && b instanceof Pair<?, ?> right) {
      return same(left.first(), right.first()) && same(left.second(), right.second());
    }
    if (a instanceof Optional<?> left && b instanceof Optional<?> right) {
      return same(left.orElse(null), right.orElse(null));
    }
    return Objects.equals(a, b);
  }

  private static boolean sameAll(List<?> left, List<?> right) {
    if (left.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      if (!same(left.get(i), right.get(i))) {
        return false;
      }
    }
    return true;
  }
}
