package dev.rota.wire;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Lambdas on their way to a worker. */
class LambdasTest {

  private static final int IN_OWN_FORM = Tag.LAMBDA;
  private static final int BY_JAVA = Tag.JAVA;

  private final ValueReader reader =
      new ValueReader(LambdasTest.class.getClassLoader(), new JavaSerialization());

  private static byte[] written(Object value) {
    ValueWriter writer = new ValueWriter(1 << 20, new JavaSerialization());
    writer.write(value);
    return writer.toByteArray();
  }

  private @Nullable Object calledAfterTheTrip(Task<?> task, int form) throws Exception {
    byte[] bytes = written(task);
    assertThat(bytes[0]).isEqualTo((byte) form);
    reader.reset(bytes, 0, bytes.length);
    return ((Task<?>) requireNonNull(reader.read())).call();
  }

  @Test
  void oneThatCapturesNothing() throws Exception {
    assertThat(calledAfterTheTrip(() -> 42, IN_OWN_FORM)).isEqualTo(42);
  }

  @Test
  void simpleValuesThatAreCaptured() throws Exception {
    String text = "a";
    int number = 7;
    Duration time = Duration.ofSeconds(3);
    Path path = Path.of("/tmp/x");
    byte[] bytes = {1, 2, 3};
    String nothing = null;
    Thread.State state = Thread.State.BLOCKED;
    assertThat(
            calledAfterTheTrip(
                () -> List.of(text + nothing, number, time, path, bytes.length, state),
                IN_OWN_FORM))
        .isEqualTo(List.of("anull", 7, time, path, 3, state));
  }

  @Test
  void eachTripBringsTheValuesOfItsOwn() throws Exception {
    for (int i = 0; i < 3; i++) {
      int number = i;
      assertThat(calledAfterTheTrip(() -> number, IN_OWN_FORM)).isEqualTo(i);
    }
  }

  @Test
  void aMethodReference() throws Exception {
    assertThat(calledAfterTheTrip("abc"::length, IN_OWN_FORM)).isEqualTo(3);
  }

  @Test
  @SuppressWarnings("JdkObsolete") // that it is another class than the usual one is the point
  void aCollectionKeepsItsClassByJavaSerialization() throws Exception {
    LinkedList<String> list = new LinkedList<>(List.of("x"));
    assertThat(calledAfterTheTrip(() -> list.getFirst() + list.getClass().getSimpleName(), BY_JAVA))
        .isEqualTo("xLinkedList");
  }

  @Test
  void anArrayThatIsCapturedTwiceStaysOne() throws Exception {
    int[] one = {1};
    int[] same = one;
    assertThat(
            calledAfterTheTrip(
                () -> {
                  one[0] = 5;
                  return same[0];
                },
                BY_JAVA))
        .isEqualTo(5);
  }

  @Test
  void isNotAcceptedFromAWorker() {
    Task<Integer> task = () -> 1;
    byte[] bytes = written(task);
    ValueReader distrustful = new ValueReader(LambdasTest.class.getClassLoader(), null);
    distrustful.reset(bytes, 0, bytes.length);
    assertThatThrownBy(distrustful::read)
        .isInstanceOf(MalformedValueException.class)
        .hasMessageContaining("lambda");
  }
}
