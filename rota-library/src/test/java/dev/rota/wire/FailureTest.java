package dev.rota.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rota.NotShippableException;
import dev.rota.RemoteTaskException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a task threw arrives, whatever it is. */
class FailureTest {

  private static RemoteTaskException travel(Throwable thrown, int limit)
      throws MalformedValueException {
    ValueWriter writer = new ValueWriter(limit, null);
    writer.writeFailure(thrown);
    ValueReader reader = new ValueReader(FailureTest.class.getClassLoader(), null);
    reader.reset(writer.buffer(), 0, writer.length());
    RemoteTaskException read = reader.readFailure();
    assertThat(reader.atEnd()).isTrue();
    return read;
  }

  @Test
  void nameMessageStackAndCauses() throws Exception {
    Throwable thrown =
        new UncheckedIOException(
            "outer \u65e5", new IOException((String) null, new Error("inner")));
    RemoteTaskException read = travel(thrown, Trip.LIMIT);
    assertThat(read.thrownClassName()).isEqualTo("java.io.UncheckedIOException");
    assertThat(read.thrownMessage()).isEqualTo("outer \u65e5");
    assertThat(read.getStackTrace()[0].toString()).isEqualTo(thrown.getStackTrace()[0].toString());
    assertThat(read.getStackTrace()).hasSameSizeAs(thrown.getStackTrace());
    RemoteTaskException cause = (RemoteTaskException) read.getCause();
    assertThat(cause.thrownMessage()).isNull();
    assertThat(cause.getCause()).hasMessage("java.lang.Error: inner").hasNoCause();
  }

  @Test
  void framesOfTheJdkKeepTheirModule() throws Exception {
    Throwable thrown = catchThrowable(() -> List.of().get(3));
    assertThat(travel(thrown, Trip.LIMIT).getStackTrace()[0].getModuleName())
        .isEqualTo("java.base");
  }

  @Test
  void anotherHopChangesNothing() throws Exception {
    RemoteTaskException once = travel(new IllegalStateException("x", new Error()), Trip.LIMIT);
    RemoteTaskException twice = travel(once, Trip.LIMIT);
    assertThat(twice.thrownClassName()).isEqualTo("java.lang.IllegalStateException");
    assertThat(twice).hasMessage("java.lang.IllegalStateException: x");
    assertThat(twice.getStackTrace()).isEqualTo(once.getStackTrace());
  }

  @Test
  void cyclesOfCausesEnd() throws Exception {
    Exception a = new Exception("a");
    Exception b = new Exception("b", a);
    a.initCause(b);
    RemoteTaskException read = travel(a, Trip.LIMIT);
    assertThat(read.getCause()).hasMessage("java.lang.Exception: b").hasNoCause();
  }

  @Test
  void longChainsAndStacksAreCut() throws Exception {
    Throwable thrown = new Exception("last");
    for (int i = 0; i < 1000; i++) {
      thrown = new Exception("e", thrown);
    }
    int length = 0;
    for (Throwable at = travel(thrown, 100_000_000); at != null; at = at.getCause()) {
      length++;
    }
    assertThat(length).isEqualTo(64);
    assertThat(travel(new Exception("m".repeat(1 << 20)), Trip.LIMIT).thrownMessage())
        .endsWith("... (1048576 characters)")
        .hasSizeLessThan(70_000);
    Exception deep = new Exception();
    StackTraceElement[] stack = new StackTraceElement[5_000];
    Arrays.fill(stack, new StackTraceElement("A", "b", null, -2));
    deep.setStackTrace(stack);
    assertThat(travel(deep, Trip.LIMIT).getStackTrace()).hasSize(256).contains(stack[0]);
  }

  /** Throws whatever it is asked. */
  static final class Hostile extends RuntimeException {
    @Override
    public String getMessage() {
      throw new UnsupportedOperationException();
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      throw new StackOverflowError();
    }

    @Override
    public synchronized Throwable getCause() {
      throw new OutOfMemoryError();
    }

    @Override
    public String toString() {
      throw new IllegalStateException();
    }
  }

  @Test
  void aThrowableWhoseOwnMethodsThrow() throws Exception {
    RemoteTaskException read = travel(new Hostile(), Trip.LIMIT);
    assertThat(read.thrownClassName()).isEqualTo(Hostile.class.getName());
    assertThat(read.thrownMessage())
        .isEqualTo("(its getMessage() threw java.lang.UnsupportedOperationException)");
    assertThat(read.getStackTrace()).isEmpty();
    assertThat(read).hasNoCause();
  }

  /** Gives no arrays. */
  static final class Careless extends RuntimeException {
    private final StackTraceElement[] stack;

    Careless(StackTraceElement... stack) {
      this.stack = stack;
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      return stack;
    }
  }

  @Test
  void stacksThatAreNull() throws Exception {
    assertThat(travel(new Careless((StackTraceElement[]) null), Trip.LIMIT).getStackTrace())
        .isEmpty();
    assertThat(travel(new Careless((StackTraceElement) null), Trip.LIMIT).getStackTrace())
        .isEmpty();
  }

  @Test
  void withoutRoomOnlyTheNameAndTheBeginningOfTheMessage() throws Exception {
    RemoteTaskException read = travel(new IOException("long".repeat(1000), new Error()), 400);
    assertThat(read.thrownClassName()).isEqualTo("java.io.IOException");
    assertThat(read.thrownMessage()).startsWith("longlong").hasSizeLessThan(300);
    assertThat(read).hasNoCause();
    assertThatThrownBy(() -> travel(new IOException(), 10))
        .isInstanceOf(NotShippableException.class);
  }

  @Test
  void insideAValue() throws Exception {
    Object read = Trip.back(List.of(new IOException("x")));
    assertThat(((List<?>) read).get(0)).isInstanceOf(RemoteTaskException.class);
  }
}
