package dev.rota.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.rota.wire.Samples.Colour;
import dev.rota.wire.Samples.NoHash;
import dev.rota.wire.Samples.Order;
import dev.rota.wire.Samples.Pair;
import dev.rota.wire.Samples.Point;
import dev.rota.wire.Samples.Positive;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever the bytes are: a value or the one exception, in memory proportional to the bytes. */
class HostileInputTest {

  private static final int MESSAGES = Boolean.getBoolean("rota.long") ? 10_000_000 : 250_000;

  /** An empty map is the most that two bytes can make; keys of a map the most that more can. */
  private static final int MOST_PER_BYTE = 100;

  /** Exceptions, and looking for a class. */
  private static final int MOST_BESIDES = 100_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private ValueReader reader = new ValueReader(getClass().getClassLoader(), null);

  @Test
  void damagedAndRandomMessages() {
    long first = System.nanoTime();
    int values = 0;
    for (int i = 0; i < MESSAGES; i++) {
      if (i % 1_000 == 0) {
        reader =
            new ValueReader(
                getClass().getClassLoader(), null); // each takes so many wrong class names
      }
      long seed = first + i;
      byte[] message = message(seed);
      try {
        if (survives(message)) {
          values++;
        }
      } catch (Throwable failure) {
        throw new AssertionError("seed " + seed, failure);
      }
    }
    // Otherwise the messages were damaged so much that they prove nothing, or not at all.
    assertThat(values).isBetween(MESSAGES / 50, MESSAGES / 2);
  }

  private static byte[] message(long seed) {
    Random random = new Random(seed);
    Mutation mutation = new Mutation(random);
    return switch (random.nextInt(8)) {
      case 0 -> mutation.randomBytes(random.nextInt(200));
      case 1 -> mutation.of(failure());
      case 2 ->
          mutation.of(
              Trip.bytes(new Order("id", List.of(new Point(1, 2)), Map.of("k", Colour.RED), null)));
      case 3 -> mutation.of(Trip.bytes(new TreeSet<>(List.of("a", "b"))));
      default -> mutation.of(Trip.bytes(new RandomValues(seed).next()));
    };
  }

  private static byte[] failure() {
    Error cause = new Error("y");
    Exception failure = new IllegalStateException("x", cause);
    cause.setStackTrace(Arrays.copyOf(cause.getStackTrace(), 2));
    failure.setStackTrace(Arrays.copyOf(failure.getStackTrace(), 2));
    return Trip.bytes(failure);
  }

  /** Reads within the bound of memory; whether a value came out. */
  private boolean survives(byte[] message) {
    long most = (long) MOST_PER_BYTE * message.length + MOST_BESIDES;
    long before = threads.getCurrentThreadAllocatedBytes();
    boolean value = isValue(message);
    if (threads.getCurrentThreadAllocatedBytes() - before > most) {
      before = threads.getCurrentThreadAllocatedBytes(); // classes were loaded, which happens once
      isValue(message);
      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThanOrEqualTo(most);
    }
    return value;
  }

  private boolean isValue(byte[] message) {
    reader.reset(message, 0, message.length);
    try {
      reader.read();
      return true;
    } catch (MalformedValueException e) {
      if (e.getCause() != null) {
        checkIsNotOurs(e.getCause());
      }
      return false;
    }
  }

  /** What the reader catches is what others refuse, never a check that it lacks itself. */
  private static void checkIsNotOurs(Throwable cause) {
    assertThat(cause)
        .isNotInstanceOfAny(
            IndexOutOfBoundsException.class,
            NegativeArraySizeException.class,
            VirtualMachineError.class);
    StackTraceElement[] stack = cause.getStackTrace();
    if (stack.length > 0 && !stack[0].getClassName().startsWith(Samples.class.getName())) {
      assertThat(stack[0].getClassName()).doesNotStartWith("dev.rota.wire.");
    }
  }

  @Test
  void listsInListsThatEachClaimAllThatIsLeft() {
    int length = 1_000_000;
    for (int tag : new int[] {Tag.LIST, Tag.SET, Tag.MAP}) {
      Output out = new Output(2 * length);
      for (int depth = 0; depth < 150; depth++) {
        out.put(tag);
        out.putUnsigned(length / (tag == Tag.MAP ? 2 : 1) - 10 * depth);
      }
      out.claim(length);
      assertThat(survives(out.toByteArray())).isFalse();
    }
  }

  @Test
  void everyLengthIsCheckedBeforeAnythingIsAllocated() {
    int[] tags = {
      Tag.LIST,
      Tag.SET,
      Tag.MAP,
      Tag.LATIN1,
      Tag.UTF16,
      Tag.BIG_INTEGER,
      Tag.BOOLEANS,
      Tag.BYTES,
      Tag.SHORTS,
      Tag.CHARS,
      Tag.INTS,
      Tag.LONGS,
      Tag.FLOATS,
      Tag.DOUBLES,
    };
    for (int tag : tags) {
      for (long claim : new long[] {20, 1 << 28, Integer.MAX_VALUE, 1L << 32, 1L << 61, -1}) {
        Output out = new Output(100);
        out.put(tag);
        out.putUnsigned(claim);
        out.claim(9);
        assertThat(survives(out.toByteArray())).as("tag %d, length %d", tag, claim).isFalse();
      }
    }
  }

  @Test
  void theDensestMessages() throws Exception {
    List<Object> emptyMaps = new ArrayList<>();
    Set<Object> keys = new LinkedHashSet<>();
    for (int i = 0; i < 10_000; i++) {
      emptyMaps.add(Map.of());
      keys.add(i);
    }
    assertThat(survives(Trip.bytes(emptyMaps))).isTrue();
    assertThat(survives(Trip.bytes(keys))).isTrue();
  }

  @Test
  void deepNesting() {
    byte[] message = new byte[100_000];
    for (int i = 0; i + 1 < message.length; i += 2) {
      message[i] = Tag.LIST;
      message[i + 1] = 1;
    }
    assertRefused(message, "nested deeper than 200");
    Arrays.fill(message, (byte) Tag.PRESENT);
    assertRefused(message, "nested deeper than 200");
  }

  @Test
  void classesThatAreNoRecordOrEnumStayAsleep() {
    for (int tag : new int[] {Tag.RECORD, Tag.ENUM}) {
      assertRefused(
          named(tag, Samples.class.getName() + "$Bystander"), "is neither a record nor an enum");
      assertRefused(named(tag, "java.lang.Runtime"), "is neither a record nor an enum");
      assertRefused(named(tag, "no.such.Thing"), "class no.such.Thing is not here");
      assertRefused(named(tag, "[Ljava.lang.String;"), "not the name of a class");
      assertRefused(named(tag, "x".repeat(3_000)), "not the name of a class");
    }
    assertRefused(named(Tag.RECORD, Colour.class.getName()), "is not a record");
    assertRefused(named(Tag.ENUM, Samples.Empty.class.getName()), "is not an enum");
    assertThat(System.getProperty("rota.test.bystander")).isNull();
  }

  private static byte[] named(int tag, String name) {
    Output out = new Output(10_000);
    out.put(tag);
    out.putUnsigned(0);
    Texts.write(name, out);
    out.put(Tag.NULL);
    return out.toByteArray();
  }

  @Test
  void aReaderLooksForSoManyUnknownClassesOnly() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      assertRefused(named(Tag.RECORD, "none.N" + i), "is not here");
    }
    assertRefused(named(Tag.RECORD, "none.More"), "too many classes were named that are not here");
  }

  @Test
  void componentsThatDiffer() {
    Output out = new Output(1_000);
    out.put(Tag.RECORD);
    out.putUnsigned(0);
    Texts.write(Point.class.getName(), out);
    Texts.write("x", out);
    Texts.write("z", out);
    out.put(Tag.NULL);
    assertRefused(out.toByteArray(), "Samples$Point was written with other components");
  }

  @Test
  void componentsThatTheConstructorRefuses() {
    byte[] positive = Trip.bytes(new Positive(1));
    positive[positive.length - 1] = 1; // is -1
    assertRefused(
        positive,
        "does not take these components: java.lang.IllegalArgumentException: not positive: -1");
    byte[] point = Trip.bytes(new Point(1, 2));
    point[point.length - 2] = Tag.TRUE;
    point[point.length - 1] = 0;
    assertRefused(Arrays.copyOf(point, point.length - 1), "does not take these components");
  }

  @Test
  void keysWhoseHashCodeThrows() {
    assertRefused(
        set(new NoHash("x")), "a value is refused: java.lang.IllegalStateException: no hash");
  }

  private static byte[] set(@Nullable Object... elements) {
    byte[] list = Trip.bytes(Arrays.asList(elements));
    list[0] = Tag.SET;
    return list;
  }

  @Test
  void equalElementsAndKeys() {
    assertRefused(set(1, 1), "a set holds two equal elements");
    byte[] map = set("a", 1, "a", 2);
    map[0] = Tag.MAP;
    map[1] = 2;
    assertRefused(map, "a map holds two equal keys");
  }

  @Test
  void keysThatCollideOnPurpose() {
    List<Object> keys = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      keys.add(new Point(-i, 31L * i)); // a hash code is 31 * x + y
    }
    assertThat(keys).extracting(Object::hashCode).containsOnly(keys.get(0).hashCode());
    assertRefused(set(keys.toArray()), "too many keys have the same hash code");
    byte[] few = set(keys.subList(0, 100).toArray());
    assertThat(isValue(few)).isTrue();
  }

  @Test
  void honestKeysAreNotTakenForHostile() {
    Set<Object> keys = new LinkedHashSet<>();
    for (int x = 0; x < 40; x++) {
      for (long y = 0; y < 400; y++) {
        keys.add(new Point(x, y));
        keys.add(y << 32 | y); // as a Long this has hash code 0, and compares
      }
    }
    assertThat(isValue(Trip.bytes(keys))).isTrue();
  }

  @Test
  void sortedSetsOfWhatDoesNotCompare() {
    byte[] mixed = set(1, "a");
    mixed[0] = Tag.SORTED_SET;
    assertRefused(mixed, "a value is refused: java.lang.ClassCastException");
    byte[] holdsNull = set(1, null);
    holdsNull[0] = Tag.SORTED_SET;
    assertRefused(holdsNull, "a value is refused: java.lang.NullPointerException");
  }

  @Test
  void arraysWithElementsOfAnotherClass() {
    byte[] strings = Trip.bytes(new String[] {"a"});
    strings[strings.length - 3] = Tag.INTEGER;
    assertRefused(Arrays.copyOf(strings, strings.length - 1), "an element of another class");
  }

  @Test
  void constantsThatAreNot() {
    byte[] red = Trip.bytes(Colour.RED);
    red[red.length - 1] = 'X';
    assertRefused(red, "Samples$Colour has no such constant");
  }

  @Test
  void javaSerializationIsNotAccepted() {
    ValueWriter writer = new ValueWriter(1_000, new JavaSerialization());
    writer.write(new ArrayDeque<>(List.of("x")));
    assertRefused(writer.toByteArray(), "a Java-serialized value is not accepted here");
    writer.reset();
    writer.write(new Pair<>(List.of(new ArrayDeque<>(List.of("x"))), 1));
    assertRefused(writer.toByteArray(), "a Java-serialized value is not accepted here");
  }

  @Test
  void javaSerializationThatIsDamaged() {
    ValueWriter writer = new ValueWriter(1_000, new JavaSerialization());
    writer.write(new ArrayDeque<>(List.of("x")));
    byte[] message = writer.toByteArray();
    ValueReader trusting = new ValueReader(getClass().getClassLoader(), new JavaSerialization());
    for (int i = 0; i < message.length; i++) {
      trusting.reset(message, 0, i);
      assertThatThrownBy(trusting::read).isInstanceOf(MalformedValueException.class);
    }
  }

  @Test
  void everyTruncationOfEveryKind() {
    RoundTripTest.values()
        .forEach(
            value -> {
              byte[] message = Trip.bytes(value);
              for (int length = 0; length < message.length; length++) {
                assertThat(isValue(Arrays.copyOf(message, length))).isFalse();
              }
            });
  }

  private void assertRefused(byte[] message, String why) {
    reader.reset(message, 0, message.length);
    assertThatThrownBy(reader::read)
        .isInstanceOf(MalformedValueException.class)
        .hasMessageContaining(why);
  }
}
