package dev.rota.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rota.NotShippableException;
import dev.rota.Task;
import dev.rota.wire.Samples.Outer;
import dev.rota.wire.Samples.Pair;
import dev.rota.wire.Samples.Point;
import dev.rota.wire.Samples.Reluctant;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.AbstractList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** What cannot travel is refused by name, place and reason. */
class NotShippableTest {

  /** Not serializable, and no value. */
  static class Socket {}

  /** Serializable, with something inside that is not. */
  static class Session implements Serializable {
    final String name = "s";
    final Object socket;

    Session(Object socket) {
      this.socket = socket;
    }
  }

  private final Socket here = new Socket();

  private static NotShippableException refused(Object value, boolean towardsWorker) {
    ValueWriter writer =
        new ValueWriter(Trip.LIMIT, towardsWorker ? new JavaSerialization() : null);
    return catchThrowableOfType(NotShippableException.class, () -> writer.write(value));
  }

  @Test
  void theValueItself() {
    NotShippableException refusal = refused(new Socket(), false);
    assertThat(refusal.className()).isEqualTo(Socket.class.getName());
    assertThat(refusal.path()).isEmpty();
    assertThat(refusal)
        .hasMessageContaining("is not a value that can travel; allowed are null, strings");
  }

  @Test
  void aFieldOfARecordOfARecord() {
    NotShippableException refusal =
        refused(new Outer(new Pair<>(Thread.currentThread(), 1)), false);
    assertThat(refusal.path()).isEqualTo("Outer.handle.first");
    assertThat(refusal.className()).isEqualTo(Thread.class.getName());
  }

  @Test
  void elementsKeysAndValues() {
    Socket bad = new Socket();
    assertThat(refused(List.of(1, bad), false).path()).isEqualTo("[1]");
    assertThat(refused(new Object[] {1, 2, new Pair<>(1, bad)}, false).path())
        .isEqualTo("[2].second");
    assertThat(refused(Map.of("door", List.of(bad)), false).path()).isEqualTo("[door][0]");
    assertThat(refused(Map.of(new Point(1, 2), bad), false).path()).isEqualTo("<value 0>");
    assertThat(refused(Map.of(bad, 1), false).path()).isEqualTo("<key 0>");
    assertThat(refused(new Outer(new Pair<>(Map.of(7, bad), 1)), false).path())
        .isEqualTo("Outer.handle.first[7]");
    assertThat(refused(Map.of("k".repeat(100), bad), false).path())
        .isEqualTo("[" + "k".repeat(40) + "...]");
    assertThat(refused(Optional.of(bad), false).path()).isEmpty();
    assertThat(refused(new Socket[] {bad}, false).className()).isEqualTo(Socket[].class.getName());
  }

  @Test
  void serializableObjectsTravelOnlyTowardsAWorker() throws Exception {
    Object deque = new ArrayDeque<>(List.of(1, 2));
    assertThat(refused(deque, false)).hasMessageContaining("is not a value that can travel");
    assertThat((ArrayDeque<?>) Trip.out(deque)).map(Object.class::cast).containsExactly(1, 2);
    Pair<?, ?> pair = (Pair<?, ?>) Trip.out(new Pair<>(List.of(new StringBuilder("x")), 1));
    assertThat(((List<?>) pair.first()).get(0)).hasToString("x");
  }

  @Test
  void lambdasTravelTowardsAWorker() throws Exception {
    List<String> captured = List.of("a", "b");
    Task<Integer> task = () -> captured.size() * 21;
    assertThat(((Task<?>) Trip.out(task)).call()).isEqualTo(42);
    assertThat(((Task<?>) ((Pair<?, ?>) Trip.out(new Pair<>(task, 1))).first()).call())
        .isEqualTo(42);
    assertThat(refused(task, false)).isNotNull();
  }

  @Test
  void aLambdaThatIsNotSerializable() {
    Callable<Integer> callable = () -> 1;
    assertThat(refused(callable, true))
        .hasMessageContaining(
            "is a lambda of an interface that is not Serializable; Task and VoidTask are");
  }

  @Test
  void whatALambdaCaptured() {
    Socket socket = new Socket();
    String before = "x";
    Task<String> task = () -> before + socket;
    NotShippableException refusal = refused(task, true);
    assertThat(refusal.className()).isEqualTo(Socket.class.getName());
    assertThat(refusal.path())
        .isEqualTo("captured argument 2 of lambda in " + NotShippableTest.class.getName());
    assertThat(refusal).hasMessageContaining("is not Serializable");
  }

  @Test
  void theObjectAroundALambda() {
    Task<String> task = () -> "" + here;
    NotShippableException refusal = refused(task, true);
    assertThat(refusal.className()).isEqualTo(NotShippableTest.class.getName());
    assertThat(refusal.path())
        .isEqualTo("captured argument 1 (this) of lambda in " + NotShippableTest.class.getName());
  }

  @Test
  void whatHangsFarInsideACapturedArgument() {
    Session session =
        new Session(Map.of("k", List.of(1, new Object[] {new Session(new Socket())})));
    Task<String> task = () -> session.name;
    assertThat(refused(task, true).path())
        .isEqualTo(
            "captured argument 1 of lambda in "
                + NotShippableTest.class.getName()
                + ".socket[k][1][0].socket");
    assertThat(refused(new Pair<>(1, task), true).path())
        .isEqualTo(
            "Pair.second, captured argument 1 of lambda in "
                + NotShippableTest.class.getName()
                + ".socket[k][1][0].socket");
    assertThat(refused(session, true).path()).isEqualTo("Session.socket[k][1][0].socket");
  }

  @Test
  void aCycleOfSerializableObjectsEndsTheSearch() {
    List<Object> cycle = new ArrayList<>();
    Session session = new Session(cycle);
    cycle.add(session);
    cycle.add(new Socket());
    assertThat(refused(session, true).path()).isEqualTo("Session.socket[1]");
  }

  /** Writes what no field of it holds. */
  static final class Secretive implements Serializable {
    private void writeObject(ObjectOutputStream out) throws IOException {
      out.writeObject(new Socket());
    }
  }

  @Test
  void whatNoFieldHoldsIsNamedWithoutAPath() {
    NotShippableException refusal = refused(new Secretive(), true);
    assertThat(refusal.className()).isEqualTo(Socket.class.getName());
    assertThat(refusal.path()).isEmpty();
  }

  @Test
  void cycles() {
    List<Object> list = new ArrayList<>();
    list.add(new Pair<>(1, list));
    assertThat(refused(list, false))
        .hasMessageContaining("is nested deeper than 200 values, or contains itself")
        .hasMessageContaining("[0].second[0].second")
        .hasMessageContaining("...");
    Map<String, Object> map = new HashMap<>();
    map.put("self", map);
    assertThat(refused(map, true)).hasMessageContaining("contains itself");
  }

  @Test
  void theDeepestThatTravels() throws Exception {
    Object deep = 1;
    for (int i = 0; i < ValueWriter.MOST_NESTING; i++) {
      deep = List.of(deep);
    }
    assertThat(Trip.back(deep)).isEqualTo(deep);
    assertThat(refused(List.of(deep), false)).isNotNull();
  }

  @Test
  void aLongChainOfSerializableObjects() {
    Session chain = new Session("end");
    for (int i = 0; i < 100_000; i++) {
      chain = new Session(chain);
    }
    assertThat(refused(chain, true))
        .hasMessageContaining("is nested too deeply for Java serialization");
  }

  @Test
  void tooLarge() {
    ValueWriter writer = new ValueWriter(100, new JavaSerialization());
    assertThatThrownBy(() -> writer.write(List.of("x".repeat(101))))
        .isInstanceOf(NotShippableException.class)
        .hasMessageEndingWith(" is larger than 100 bytes, the limit")
        .hasMessageStartingWith("java.util.ImmutableCollections");
    assertThatThrownBy(() -> writer.write(new ArrayDeque<>(List.of("x".repeat(101)))))
        .hasMessageContaining("is larger than 100");
    assertThatThrownBy(() -> writer.write(new long[13])).hasMessageContaining("is larger than 100");
    assertThat(writer.length()).isZero();
    writer.write("fits");
  }

  @Test
  void aRefusedValueLeavesNoTrace() throws Exception {
    ValueWriter writer = new ValueWriter(1000, null);
    writer.write(new Point(1, 1));
    assertThatThrownBy(() -> writer.write(List.of(new Point(2, 2), new Outer(null), new Socket())))
        .isInstanceOf(NotShippableException.class);
    writer.write(new Outer(null));
    ValueReader reader = new ValueReader(getClass().getClassLoader(), null);
    reader.reset(writer.toByteArray(), 0, writer.length());
    assertThat(reader.read()).isEqualTo(new Point(1, 1));
    assertThat(reader.read()).isEqualTo(new Outer(null));
  }

  @Test
  void anAccessorThatThrows() {
    NotShippableException refusal = refused(List.of(new Reluctant(1)), false);
    assertThat(refusal)
        .hasMessageContaining(
            "Reluctant (in [0].value) cannot be read: it threw java.lang.IllegalStateException: not"
                + " now")
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void anIteratorThatThrows() {
    List<Integer> broken =
        new AbstractList<>() {
          @Override
          public Integer get(int index) {
            if (index == 2) {
              throw new IllegalStateException("broken");
            }
            return index;
          }

          @Override
          public int size() {
            return 5;
          }
        };
    assertThat(refused(new Pair<>(broken, 1), false))
        .hasMessageContaining(
            "(in Pair.first) cannot be read: it threw java.lang.IllegalStateException: broken")
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void aCollectionThatChangesItsSize() {
    List<Integer> growing =
        new AbstractList<>() {
          private int asked;

          @Override
          public Integer get(int index) {
            return index;
          }

          @Override
          public int size() {
            return asked++ == 0 ? 1 : 3;
          }
        };
    assertThat(refused(growing, false)).hasMessageContaining("changed while it was written");
  }

  @Test
  void anIteratorWithoutEndMeetsTheLimit() {
    List<Integer> endless =
        new AbstractList<>() {
          @Override
          public Integer get(int index) {
            return index;
          }

          @Override
          public int size() {
            return Integer.MAX_VALUE;
          }
        };
    assertThat(refused(endless, false)).hasMessageContaining("is larger than");
  }
}
