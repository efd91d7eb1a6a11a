package dev.rota.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.Execution;
import dev.rota.Outcome;
import dev.rota.wire.Samples.Colour;
import dev.rota.wire.Samples.Empty;
import dev.rota.wire.Samples.Numbers;
import dev.rota.wire.Samples.Order;
import dev.rota.wire.Samples.Pair;
import dev.rota.wire.Samples.Point;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of value arrives as it left. */
class RoundTripTest {

  static Stream<Object> values() {
    return Stream.of(
        true,
        false,
        (byte) 0,
        Byte.MIN_VALUE,
        Byte.MAX_VALUE,
        Short.MIN_VALUE,
        Short.MAX_VALUE,
        'a',
        Character.MIN_VALUE,
        Character.MAX_VALUE,
        0,
        -1,
        63,
        64,
        Integer.MIN_VALUE,
        Integer.MAX_VALUE,
        0L,
        -1L,
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        0f,
        -0f,
        Float.NaN,
        Float.MIN_VALUE,
        Float.NEGATIVE_INFINITY,
        0d,
        -0d,
        Double.NaN,
        Double.MAX_VALUE,
        BigInteger.ZERO,
        BigInteger.ONE.shiftLeft(500).negate(),
        new BigDecimal("1.10"),
        BigDecimal.valueOf(-7, -20),
        new BigDecimal(BigInteger.TEN, Integer.MAX_VALUE),
        new UUID(Long.MIN_VALUE, 7),
        "",
        "plain",
        "caf\u00e9 \u00ff",
        "\u0100",
        "\u65e5\u672c",
        "\ud83d\ude00",
        "\ud83d unpaired \ude00",
        "\ude00\ud83d",
        "\u0000",
        URI.create("https://example.org/a%20b?c=d#e"),
        URI.create(""),
        Path.of("relative/file"),
        Path.of("/absolute"),
        Path.of(""),
        Instant.MIN,
        Instant.MAX,
        Instant.parse("2026-01-02T03:04:05.000000006Z"),
        Duration.ZERO,
        Duration.ofSeconds(Long.MIN_VALUE),
        Duration.ofNanos(-1),
        Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
        Period.of(-1, 20, 300),
        LocalDate.MIN,
        LocalDate.MAX,
        LocalDate.of(2024, 2, 29),
        LocalTime.MIDNIGHT,
        LocalTime.MAX,
        LocalDateTime.MIN,
        LocalDateTime.MAX,
        OffsetTime.MIN,
        OffsetTime.MAX,
        OffsetDateTime.MIN,
        OffsetDateTime.MAX,
        ZonedDateTime.of(2026, 10, 25, 2, 30, 0, 0, ZoneId.of("Europe/Berlin"))
            .withEarlierOffsetAtOverlap(),
        ZonedDateTime.of(2026, 10, 25, 2, 30, 0, 0, ZoneId.of("Europe/Berlin"))
            .withLaterOffsetAtOverlap(),
        ZonedDateTime.of(2026, 1, 1, 0, 0, 0, 1, ZoneOffset.ofHours(-18)),
        ZoneOffset.UTC,
        ZoneOffset.ofTotalSeconds(-12_345),
        ZoneId.of("America/New_York"),
        ZoneId.of("UTC+1"),
        Year.of(-5),
        YearMonth.of(2026, 12),
        MonthDay.of(2, 29),
        DayOfWeek.SUNDAY,
        Month.MAY,
        Optional.empty(),
        Optional.of("x"),
        Optional.of(Optional.of(List.of(1))),
        OptionalInt.empty(),
        OptionalInt.of(-3),
        OptionalLong.empty(),
        OptionalLong.of(1L << 40),
        OptionalDouble.empty(),
        OptionalDouble.of(Double.NaN),
        Colour.RED,
        Colour.GREEN,
        new Empty(),
        new Point(1, -2),
        new Pair<>(null, new Pair<>(new Point(3, 4), null)),
        new Numbers((byte) 1, (short) 2, 'c', 4, 5, 6, 7, true),
        new Order(
            "o",
            List.of(new Point(1, 2), new Point(3, 4)),
            Map.of("k", Colour.GREEN),
            new Pair<>(null, "s")),
        new Outcome.Success<>(
            "in",
            7,
            new Execution(
                "worker-1", 1, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ZERO)),
        List.of(),
        List.of(1, "two", List.of(3.0)),
        Arrays.asList(1, null, "x"),
        new CopyOnWriteArrayList<>(List.of("a", "b")),
        Collections.nCopies(300, "same"),
        Set.of(),
        new LinkedHashSet<>(List.of(3, 1, 2)),
        EnumSet.allOf(Colour.class),
        Set.of("a"),
        new TreeSet<>(List.of("b", "a")),
        Collections.singleton(null),
        Map.of(),
        new LinkedHashMap<>(Map.of(1, "one", 2, "two")),
        new EnumMap<>(Map.of(Colour.RED, 1)),
        new TreeMap<>(Map.of("z", 1, "a", List.of())),
        new ConcurrentHashMap<>(Map.of(new Point(1, 2), Colour.RED)),
        Collections.singletonMap(null, null));
  }

  @ParameterizedTest
  @MethodSource("values")
  void equalsTheOriginalInBothDirections(Object value) throws Exception {
    assertThat(Trip.back(value)).isEqualTo(value).hasSameHashCodeAs(value);
    assertThat(Trip.out(value)).isEqualTo(value);
  }

  static Stream<Arguments> arrays() {
    return Stream.<Object>of(
            new boolean[] {true, false},
            new byte[] {1, -1},
            new short[] {Short.MIN_VALUE, 1},
            new char[] {'a', '\uffff'},
            new int[] {1, Integer.MIN_VALUE},
            new long[] {1, Long.MIN_VALUE},
            new float[] {1, Float.NaN},
            new double[] {-0d, Double.MAX_VALUE},
            new int[0],
            new long[10_000],
            new Object[] {1, "a", null, List.of()},
            new String[] {"x", null},
            new Integer[0],
            new Point[] {new Point(1, 2), null},
            new Colour[] {Colour.GREEN, Colour.RED},
            new int[][] {{1}, null, {}},
            new String[][][] {{{"deep"}}, {}},
            new Object[] {new Object[] {new int[] {1}}},
            new Number[] {1, 2.0},
            new Instant[] {Instant.EPOCH},
            new List<?>[] {List.of(1)},
            new Comparable<?>[] {"a", 1})
        .map(array -> Arguments.of(array)); // else an Object[] is taken for several arguments
  }

  @ParameterizedTest
  @MethodSource("arrays")
  void arraysKeepTheirClass(Object array) throws Exception {
    Object read = Trip.back(array);
    assertThat(read.getClass()).isEqualTo(array.getClass());
    assertThat(Objects.deepEquals(read, array)).isTrue();
  }

  @Test
  void nullIsAValue() throws Exception {
    assertThat(Trip.back(null)).isNull();
  }

  @Test
  void floatingPointKeepsEveryBit() throws Exception {
    float oddNaN = Float.intBitsToFloat(0x7fc00123);
    assertThat(Float.floatToRawIntBits((Float) Trip.back(oddNaN))).isEqualTo(0x7fc00123);
    assertThat((Double) Trip.back(-0d)).isEqualTo(-0d);
  }

  @Test
  void setsAndMapsKeepTheirOrder() throws Exception {
    List<Integer> order = List.of(5, 3, 9, 1, 7);
    assertThat((Set<?>) Trip.back(new LinkedHashSet<>(order)))
        .map(Object.class::cast)
        .containsExactly(5, 3, 9, 1, 7);
    Map<Integer, Integer> map = new LinkedHashMap<>();
    order.forEach(key -> map.put(key, -key));
    assertThat(new ArrayList<>(((Map<?, ?>) Trip.back(map)).keySet())).isEqualTo(order);
    TreeSet<Integer> descending = new TreeSet<>(Comparator.reverseOrder());
    descending.addAll(order);
    assertThat(new ArrayList<>((Set<?>) Trip.back(descending))).isEqualTo(List.of(9, 7, 5, 3, 1));
  }

  @Test
  void whatIsSortedNaturallyStaysSorted() throws Exception {
    assertThat(Trip.back(new TreeSet<>(List.of(2, 1)))).isInstanceOf(TreeSet.class);
    assertThat(Trip.back(new TreeMap<>(Map.of("k", 1)))).isInstanceOf(TreeMap.class);
  }

  @Test
  void localRecordsTravel() throws Exception {
    record Local(String name) {}
    assertThat(Trip.back(List.of(new Local("a"), new Local("b"))))
        .isEqualTo(List.of(new Local("a"), new Local("b")));
  }

  @Test
  void aClassIsDescribedOncePerMessage() {
    int one = Trip.bytes(List.of(new Point(1, 2))).length;
    int two = Trip.bytes(List.of(new Point(1, 2), new Point(3, 4))).length;
    assertThat(two - one).isLessThan(10);
  }

  @Test
  void manyClassesInOneMessage() throws Exception {
    record A(int v) {}
    record B(int v) {}
    record C(int v) {}
    record D(int v) {}
    record E(int v) {}
    record F(int v) {}
    record G(int v) {}
    List<Record> all =
        List.of(
            new A(1),
            new B(2),
            new C(3),
            new D(4),
            new E(5),
            new F(6),
            new G(7),
            new Point(8, 8),
            new Empty(),
            new Pair<>(Colour.RED, 1));
    List<Object> twice = new ArrayList<>(all);
    twice.addAll(all);
    assertThat(Trip.back(twice)).isEqualTo(twice);
  }

  @Test
  void severalValuesInOneMessage() throws Exception {
    ValueWriter writer = new ValueWriter(1000, null);
    writer.writeByte(200);
    writer.write(new Point(1, 2));
    writer.writeInt(Integer.MIN_VALUE);
    writer.writeLong(Long.MAX_VALUE);
    writer.write(new Point(3, 4));
    ValueReader reader = new ValueReader(getClass().getClassLoader(), null);
    reader.reset(writer.buffer(), 0, writer.length());
    assertThat(reader.readByte()).isEqualTo(200);
    assertThat(reader.read()).isEqualTo(new Point(1, 2));
    assertThat(reader.readInt()).isEqualTo(Integer.MIN_VALUE);
    assertThat(reader.readLong()).isEqualTo(Long.MAX_VALUE);
    assertThat(reader.read()).isEqualTo(new Point(3, 4));
    assertThat(reader.atEnd()).isTrue();
  }

  @Test
  void aWriterIsUsedAgainAndKeepsNoGiantBuffer() throws Exception {
    ValueWriter writer = new ValueWriter(10_000_000, null);
    ValueReader reader = new ValueReader(getClass().getClassLoader(), null);
    writer.write(new byte[5_000_000]);
    assertThat(writer.length()).isGreaterThan(5_000_000);
    writer.reset();
    assertThat(writer.buffer().length).isLessThan(300_000);
    for (int i = 0; i < 3; i++) {
      writer.reset();
      writer.write(new Point(i, i));
      reader.reset(writer.toByteArray(), 0, writer.length());
      assertThat(reader.read()).isEqualTo(new Point(i, i));
    }
  }
}
