package dev.rota.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.NotShippableException;
import dev.rota.Task;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Results of classes that were allowed to come back by Java serialization. */
@Timeout(value = 60, threadMode = SEPARATE_THREAD) // closing a pool heeds no interrupt
class SerializedResultsTest {

  /** An ordinary class, of another, in a circle. */
  static class Named implements Serializable {
    private static final long serialVersionUID = 1;
    String name = "";

    @Override
    public String toString() {
      return name;
    }
  }

  static final class Node extends Named {
    private static final long serialVersionUID = 1;
    Object next = this;
    int[] numbers = {1, 2, 3};
    Long count = 7L;
  }

  static final class Stranger implements Serializable {
    private static final long serialVersionUID = 1;
  }

  static final class Deaf implements Serializable {
    private static final long serialVersionUID = 1;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      throw new StackOverflowError("while it is read");
    }
  }

  record Pair(String left, Node right) {}

  private static final ProcessPool POOL =
      ProcessPool.builder()
          .workers(1)
          .heap("64m")
          .serializedResults(Node.class, Deaf.class)
          .build();

  @AfterAll
  static void close() {
    POOL.close();
  }

  private static Node node(String name) {
    Node node = new Node();
    node.name = name;
    return node;
  }

  @Test
  void comeBackAsTheyWere() throws Exception {
    Node node = POOL.submit(() -> node("a")).get();
    assertThat(node.name).isEqualTo("a");
    assertThat(node.next).isSameAs(node);
    assertThat(node.numbers).containsExactly(1, 2, 3);
    assertThat(node.count).isEqualTo(7);
  }

  @Test
  void alsoInsideRecordsAndLists() throws Exception {
    List<Pair> pairs = POOL.submit(() -> List.of(new Pair("x", node("b")))).get();
    assertThat(pairs.getFirst().right().name).isEqualTo("b");
  }

  @Test
  void anotherClassIsRefusedWhereItIsWritten() {
    checkRefused(() -> List.of(1, new Stranger()), "Stranger (in [1])", "serializedResults");
  }

  @Test
  void anotherClassInsideIsRefusedWhereItIsRead() {
    checkRefused(
        () -> {
          Node node = node("c");
          node.next = new Stranger();
          return node;
        },
        "Stranger; is not among serializedResults");
  }

  @Test
  void lambdasNeverComeBack() {
    checkRefused(() -> (Task<Integer>) () -> 1, "serializedResults");
    checkRefused(
        () -> {
          Node node = node("d");
          node.next = (Task<Integer>) () -> 1;
          return node;
        },
        SerializedLambda.class.getName() + "; is not among serializedResults");
  }

  @Test
  void aLongChainIsRefusedBeforeItTakesTheStack() throws Exception {
    checkRefused(() -> chain(201), "nested deeper than 200");
    assertThat(POOL.submit(() -> inLists(190, chain(199))).get())
        .hasToString(inLists(190, "199").toString());
  }

  private static Object inLists(int depth, Object value) {
    Object nested = value;
    for (int i = 0; i < depth; i++) {
      nested = List.of(nested);
    }
    return nested;
  }

  private static Node chain(int length) {
    Node first = node("1");
    for (int i = 2; i <= length; i++) {
      Node node = node(Integer.toString(i));
      node.next = first;
      first = node;
    }
    return first;
  }

  @Test
  void whatAClassThrowsWhileItIsReadFailsItsTaskOnly() throws Exception {
    checkRefused(Deaf::new, "while it is read");
    assertThat(POOL.submit(() -> 1).get()).isEqualTo(1);
  }

  private static void checkRefused(Task<?> task, String... words) {
    Throwable failure = catchThrowable(() -> POOL.submit(task).get());
    assertThat(failure).hasCauseInstanceOf(NotShippableException.class);
    assertThat(failure.getCause().getMessage()).contains(words);
  }

  @Test
  void withoutTheOptionNoneComesBack() {
    try (ProcessPool pool = ProcessPool.builder().workers(1).heap("64m").build()) {
      assertThat(catchThrowable(() -> pool.submit(() -> node("x")).get()))
          .hasCauseInstanceOf(NotShippableException.class)
          .hasMessageContaining("is not a value that can travel");
    }
  }

  @Test
  void nonsenseIsRefused() {
    for (Class<?> type :
        List.of(Object.class, Runnable.class, int.class, Node[].class, SerializedLambda.class)) {
      assertThatThrownBy(() -> ProcessPool.builder().serializedResults(type))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("serializedResults must");
    }
  }
}
