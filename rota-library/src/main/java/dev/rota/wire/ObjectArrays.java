package dev.rota.wire;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Arrays of objects: the component class, then the elements. That class must be a record, an enum
 * or in the list here, so that no message can have any other class loaded.
 */
final class ObjectArrays {

  private static final int MOST_DIMENSIONS = 8;

  /** By number in a message: only ever to be appended to. */
  private static final Class<?>[] COMPONENTS = {
    Object.class,
    String.class,
    Boolean.class,
    Byte.class,
    Short.class,
    Character.class,
    Integer.class,
    Long.class,
    Float.class,
    Double.class,
    Number.class,
    Comparable.class,
    CharSequence.class,
    BigInteger.class,
    BigDecimal.class,
    UUID.class,
    URI.class,
    Path.class,
    Collection.class,
    List.class,
    Set.class,
    Map.class,
    Optional.class,
    Instant.class,
    Duration.class,
    LocalDate.class,
    LocalTime.class,
    LocalDateTime.class,
    OffsetDateTime.class,
    ZonedDateTime.class,
    Record.class,
    Enum.class,
    boolean.class,
    byte.class,
    short.class,
    char.class,
    int.class,
    long.class,
    float.class,
    double.class,
  };

  private static final int NAMED = COMPONENTS.length;

  private ObjectArrays() {}

  static boolean isKnown(Class<?> component) {
    Class<?> innermost = component;
    for (int dimensions = 1; dimensions <= MOST_DIMENSIONS; dimensions++) {
      Class<?> next = innermost.getComponentType();
      if (next == null) {
        return number(innermost) < NAMED || Shape.of(innermost) instanceof NamedShape;
      }
      innermost = next;
    }
    return false;
  }

  private static int number(Class<?> component) {
    int number = 0;
    while (number < NAMED && COMPONENTS[number] != component) {
      number++;
    }
    return number;
  }

  static void write(Object[] array, ValueWriter to) {
    Class<?> innermost = array.getClass().getComponentType();
    int dimensions = 1;
    while (innermost.isArray()) {
      innermost = innermost.getComponentType();
      dimensions++;
    }
    int number = number(innermost);
    to.out.put(Tag.ARRAY);
    to.out.put(dimensions);
    to.out.put(number);
    if (number == NAMED) {
      to.classes.write((NamedShape) Shape.of(innermost), to.out);
    }
    to.out.putUnsigned(array.length);
    for (int i = 0; i < array.length; i++) {
      try {
        to.nested(array[i]);
      } catch (Refusal refusal) {
        throw refusal.inside("[" + i + "]");
      }
    }
  }

  static Object read(ValueReader from) throws MalformedValueException {
    Input in = from.in;
    int dimensions = in.get();
    int number = in.get();
    if (dimensions < 1 || dimensions > MOST_DIMENSIONS || number > NAMED) {
      throw new MalformedValueException("no such array");
    }
    Class<?> component = number == NAMED ? from.classes.read(in).type : COMPONENTS[number];
    if (dimensions == 1 && component.isPrimitive()) {
      throw new MalformedValueException("no such array");
    }
    for (int i = 1; i < dimensions; i++) {
      component = component.arrayType();
    }
    int length = in.open(in.getUnsigned(), 1);
    @Nullable Object[] array = (@Nullable Object[]) Array.newInstance(component, length);
    for (int i = 0; i < length; i++) {
      in.element();
      Object element = from.nested();
      if (element != null && !component.isInstance(element)) {
        throw new MalformedValueException("an array holds an element of another class than its");
      }
      array[i] = element;
    }
    return array;
  }
}
