package dev.rota.slice.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.rota.slice.PollProbe;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Woven methods give what they gave before, polled or not. */
class SameResultsTest {
  private static final String SAMPLES = "woven.Samples";

  private final WovenLoader woven = WovenLoader.weaving();
  private final WovenLoader plain = WovenLoader.plain();

  @TestFactory
  Stream<DynamicTest> ofSamples() throws ClassNotFoundException {
    var samples = woven.loadClass(SAMPLES);
    return Arrays.stream(samples.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .sorted(Comparator.comparing(Method::getName))
        .map(method -> dynamicTest(method.getName(), () -> compare(method)));
  }

  private void compare(Method method) throws ReflectiveOperationException {
    var expected = call(plain.loadClass(SAMPLES).getMethod(method.getName()));
    assertThat(call(method)).isEqualTo(expected);
    try (var probe = PollProbe.counting()) {
      assertThat(call(method)).isEqualTo(expected);
      assertThat(probe.polls()).isPositive();
    }
  }

  private static Object call(Method method) throws ReflectiveOperationException {
    var type = method.getDeclaringClass();
    return method.invoke(
        Modifier.isStatic(method.getModifiers()) ? null : type.getConstructor().newInstance());
  }
}
