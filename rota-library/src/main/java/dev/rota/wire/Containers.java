package dev.rota.wire;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Lists, sets, maps and optionals of the JDK or of anybody. What is read equals what was written
 * and has its order, but is of a class of the JDK: ArrayList, LinkedHashSet, LinkedHashMap; TreeSet
 * and TreeMap for what is sorted in the natural order of its elements.
 */
final class Containers {

  private static final int SHOWN_KEY = 40;

  private Containers() {}

  static void write(int tag, Object value, ValueWriter to) {
    switch (tag) {
      case Tag.LIST, Tag.SET -> writeElements(tag, (Collection<?>) value, to);
      case Tag.SORTED_SET -> {
        SortedSet<?> set = (SortedSet<?>) value;
        writeElements(isNatural(set) ? tag : Tag.SET, set, to);
      }
      case Tag.MAP -> writeEntries(tag, (Map<?, ?>) value, to);
      case Tag.SORTED_MAP -> {
        SortedMap<?, ?> map = (SortedMap<?, ?>) value;
        writeEntries(isNatural(map) ? tag : Tag.MAP, map, to);
      }
      case Tag.PRESENT -> {
        Object content = ((Optional<?>) value).orElse(null);
        to.out.put(content == null ? Tag.EMPTY : tag);
        if (content != null) {
          to.nested(content);
        }
      }
      case Tag.PRESENT_INT -> {
        OptionalInt optional = (OptionalInt) value;
        to.out.put(optional.isPresent() ? tag : Tag.EMPTY_INT);
        if (optional.isPresent()) {
          to.out.putSigned(optional.getAsInt());
        }
      }
      case Tag.PRESENT_LONG -> {
        OptionalLong optional = (OptionalLong) value;
        to.out.put(optional.isPresent() ? tag : Tag.EMPTY_LONG);
        if (optional.isPresent()) {
          to.out.putSigned(optional.getAsLong());
        }
      }
      case Tag.PRESENT_DOUBLE -> {
        OptionalDouble optional = (OptionalDouble) value;
        to.out.put(optional.isPresent() ? tag : Tag.EMPTY_DOUBLE);
        if (optional.isPresent()) {
          to.out.putLong(Double.doubleToRawLongBits(optional.getAsDouble()));
        }
      }
      default -> throw new AssertionError(tag);
    }
  }

  private static boolean isNatural(SortedSet<?> set) {
    try {
      return set.comparator() == null;
    } catch (Throwable thrown) {
      throw Refusal.of(thrown, set);
    }
  }

  private static boolean isNatural(SortedMap<?, ?> map) {
    try {
      return map.comparator() == null;
    } catch (Throwable thrown) {
      throw Refusal.of(thrown, map);
    }
  }

  private static void writeElements(int tag, Collection<?> elements, ValueWriter to) {
    int written = 0;
    int size;
    try {
      size = elements.size();
      to.out.put(tag);
      to.out.putUnsigned(size);
      for (Object element : elements) {
        to.nested(element);
        written++;
      }
    } catch (Throwable thrown) {
      throw Refusal.of(thrown, elements, "[" + written + "]");
    }
    checkSize(size, written, elements);
  }

  private static void writeEntries(int tag, Map<?, ?> map, ValueWriter to) {
    int written = 0;
    int size;
    Object openKey = null; // while its value is written
    boolean inValue = false;
    try {
      size = map.size();
      to.out.put(tag);
      to.out.putUnsigned(size);
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        inValue = false;
        openKey = entry.getKey();
        to.nested(openKey);
        inValue = true;
        to.nested(entry.getValue());
        written++;
      }
    } catch (Throwable thrown) {
      throw Refusal.of(thrown, map, inValue ? step(openKey, written) : "<key " + written + ">");
    }
    checkSize(size, written, map);
  }

  private static void checkSize(int size, int written, Object container) {
    if (size != written) {
      throw new Refusal(container.getClass(), "changed while it was written");
    }
  }

  /** Shows the keys whose text no user code makes; others by their place. */
  static String step(@Nullable Object key, int index) {
    String text;
    if (key instanceof Enum<?> constant) {
      text = constant.name();
    } else if (key instanceof String
        || key instanceof Character
        || key instanceof Boolean
        || key instanceof Integer
        || key instanceof Long) {
      text = key.toString();
    } else {
      return "<value " + index + ">";
    }
    return "[" + (text.length() > SHOWN_KEY ? text.substring(0, SHOWN_KEY) + "..." : text) + "]";
  }

  static Object read(int tag, ValueReader from) throws MalformedValueException {
    Input in = from.in;
    return switch (tag) {
      case Tag.LIST -> readList(from);
      case Tag.SET -> {
        @Nullable Object[] elements = readAll(1, from);
        Collisions.check(elements, 1);
        yield fill(LinkedHashSet.newLinkedHashSet(elements.length), elements);
      }
      case Tag.SORTED_SET -> fill(new TreeSet<>(), readAll(1, from));
      case Tag.MAP -> {
        @Nullable Object[] entries = readAll(2, from);
        Collisions.check(entries, 2);
        yield fill(LinkedHashMap.newLinkedHashMap(entries.length / 2), entries);
      }
      case Tag.SORTED_MAP -> fill(new TreeMap<>(), readAll(2, from));
      case Tag.EMPTY -> Optional.empty();
      case Tag.PRESENT -> {
        Object content = from.nested();
        if (content == null) {
          throw new MalformedValueException("an Optional holds null");
        }
        yield Optional.of(content);
      }
      case Tag.EMPTY_INT -> OptionalInt.empty();
      case Tag.PRESENT_INT -> OptionalInt.of(in.getSignedInt());
      case Tag.EMPTY_LONG -> OptionalLong.empty();
      case Tag.PRESENT_LONG -> OptionalLong.of(in.getSigned());
      case Tag.EMPTY_DOUBLE -> OptionalDouble.empty();
      case Tag.PRESENT_DOUBLE -> OptionalDouble.of(Double.longBitsToDouble(in.getLong()));
      default -> throw new MalformedValueException("no value begins with " + tag);
    };
  }

  private static Object readList(ValueReader from) throws MalformedValueException {
    int size = from.in.open(from.in.getUnsigned(), 1);
    List<@Nullable Object> list = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      from.in.element();
      list.add(from.nested());
    }
    return list;
  }

  /** Reads the values of elements that take {@code width} values each. */
  private static @Nullable Object[] readAll(int width, ValueReader from)
      throws MalformedValueException {
    int size = from.in.open(from.in.getUnsigned(), width);
    @Nullable Object[] values = new @Nullable Object[size * width];
    for (int i = 0; i < values.length; i++) {
      from.in.element();
      values[i] = from.nested();
    }
    return values;
  }

  private static Object fill(Set<@Nullable Object> set, @Nullable Object[] elements)
      throws MalformedValueException {
    for (Object element : elements) {
      if (!set.add(element)) {
        throw new MalformedValueException("a set holds two equal elements");
      }
    }
    return set;
  }

  private static Object fill(
      Map<@Nullable Object, @Nullable Object> map, @Nullable Object[] entries)
      throws MalformedValueException {
    for (int i = 0; i < entries.length; i += 2) {
      map.put(entries[i], entries[i + 1]);
    }
    if (map.size() < entries.length / 2) {
      throw new MalformedValueException("a map holds two equal keys");
    }
    return map;
  }
}
