package dev.rota.wire;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How the values of a class are written; found once for each class. */
class Shape {

  private static final ClassValue<Shape> SHAPES =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return find(type);
        }
      };

  final int tag;

  /** Why the class has no form, if another reason than that none was made for it. */
  final @Nullable String refusal;

  Shape(int tag, @Nullable String refusal) {
    this.tag = tag;
    this.refusal = refusal;
  }

  static Shape of(Class<?> type) {
    return SHAPES.get(type);
  }

  private static Shape find(Class<?> type) {
    if (type.isRecord()) {
      return RecordShape.find(type);
    }
    if (Enum.class.isAssignableFrom(type)) {
      return EnumShape.find(type);
    }
    return new Shape(tag(type), null);
  }

  // Comparing a class loads it: the rarer ones are behind their package's name.
  private static int tag(Class<?> type) {
    if (type.isArray()) {
      return array(type.getComponentType());
    }
    if (List.class.isAssignableFrom(type)) {
      return Tag.LIST;
    }
    if (Map.class.isAssignableFrom(type)) {
      return SortedMap.class.isAssignableFrom(type) ? Tag.SORTED_MAP : Tag.MAP;
    }
    if (Set.class.isAssignableFrom(type)) {
      return SortedSet.class.isAssignableFrom(type) ? Tag.SORTED_SET : Tag.SET;
    }
    if (Throwable.class.isAssignableFrom(type)) {
      return Tag.THROWABLE;
    }
    if (Path.class.isAssignableFrom(type)) {
      return Tag.PATH;
    }
    return switch (type.getPackageName()) {
      case "java.lang" -> scalar(type);
      case "java.time" -> time(type);
      case "java.util" -> utility(type);
      case "java.math" ->
          type == BigInteger.class
              ? Tag.BIG_INTEGER
              : type == BigDecimal.class ? Tag.BIG_DECIMAL : Tag.NONE;
      case "java.net" -> type == URI.class ? Tag.URI : Tag.NONE;
      default -> Tag.NONE;
    };
  }

  private static int scalar(Class<?> type) {
    if (type == String.class) {
      return Tag.LATIN1;
    }
    if (type == Integer.class) {
      return Tag.INTEGER;
    }
    if (type == Long.class) {
      return Tag.LONG;
    }
    if (type == Boolean.class) {
      return Tag.TRUE;
    }
    if (type == Double.class) {
      return Tag.DOUBLE;
    }
    if (type == Byte.class) {
      return Tag.BYTE;
    }
    if (type == Short.class) {
      return Tag.SHORT;
    }
    if (type == Character.class) {
      return Tag.CHARACTER;
    }
    if (type == Float.class) {
      return Tag.FLOAT;
    }
    return Tag.NONE;
  }

  private static int time(Class<?> type) {
    if (type == Instant.class) {
      return Tag.INSTANT;
    }
    if (type == Duration.class) {
      return Tag.DURATION;
    }
    if (type == LocalDate.class) {
      return Tag.LOCAL_DATE;
    }
    if (type == LocalDateTime.class) {
      return Tag.LOCAL_DATE_TIME;
    }
    if (type == LocalTime.class) {
      return Tag.LOCAL_TIME;
    }
    if (type == OffsetDateTime.class) {
      return Tag.OFFSET_DATE_TIME;
    }
    if (type == ZonedDateTime.class) {
      return Tag.ZONED_DATE_TIME;
    }
    if (type == OffsetTime.class) {
      return Tag.OFFSET_TIME;
    }
    if (type == Period.class) {
      return Tag.PERIOD;
    }
    if (type == ZoneOffset.class) {
      return Tag.ZONE_OFFSET;
    }
    if (type == Year.class) {
      return Tag.YEAR;
    }
    if (type == YearMonth.class) {
      return Tag.YEAR_MONTH;
    }
    if (type == MonthDay.class) {
      return Tag.MONTH_DAY;
    }
    return ZoneId.class.isAssignableFrom(type) ? Tag.ZONE_REGION : Tag.NONE;
  }

  private static int utility(Class<?> type) {
    if (type == UUID.class) {
      return Tag.UUID;
    }
    if (type == Optional.class) {
      return Tag.PRESENT;
    }
    if (type == OptionalInt.class) {
      return Tag.PRESENT_INT;
    }
    if (type == OptionalLong.class) {
      return Tag.PRESENT_LONG;
    }
    if (type == OptionalDouble.class) {
      return Tag.PRESENT_DOUBLE;
    }
    return Tag.NONE;
  }

  private static int array(Class<?> component) {
    if (component == byte.class) {
      return Tag.BYTES;
    }
    if (component == int.class) {
      return Tag.INTS;
    }
    if (component == long.class) {
      return Tag.LONGS;
    }
    if (component == double.class) {
      return Tag.DOUBLES;
    }
    if (component == boolean.class) {
      return Tag.BOOLEANS;
    }
    if (component == short.class) {
      return Tag.SHORTS;
    }
    if (component == char.class) {
      return Tag.CHARS;
    }
    if (component == float.class) {
      return Tag.FLOATS;
    }
    return ObjectArrays.isKnown(component) ? Tag.ARRAY : Tag.NONE;
  }
}
