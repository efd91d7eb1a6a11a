package dev.rota.slice.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.rota.slice.PollProbe;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whatever never ends comes to a poll, again and again. */
class EndlessLoopsTest {
  /** Far more than it takes: a woven method that is still there does not poll. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TestFactory
  Stream<DynamicTest> poll() throws ClassNotFoundException {
    return Arrays.stream(WovenLoader.weaving().loadClass("woven.Endless").getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .sorted(Comparator.comparing(Method::getName))
        .map(method -> dynamicTest(method.getName(), () -> stopAtThousandthPoll(method)));
  }

  private static void stopAtThousandthPoll(Method method) throws InterruptedException {
    var end = new AtomicReference<Throwable>();
    try (var _ = PollProbe.throwingAt(1_000)) {
      var thread = Thread.ofPlatform().daemon().start(() -> end.set(failureOf(method)));
      assertThat(thread.join(PATIENCE)).isTrue();
    }
    assertThat(end.get()).isInstanceOf(PollProbe.Stop.class);
  }

  private static Throwable failureOf(Method method) {
    try {
      method.invoke(null);
      return new AssertionError("it ended");
    } catch (InvocationTargetException e) {
      return e.getCause();
    } catch (IllegalAccessException e) {
      return e;
    }
  }
}
