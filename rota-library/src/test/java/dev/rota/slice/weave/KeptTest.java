package dev.rota.slice.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.LocalVariable;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What reflection and debuggers see of a class is what they saw before. */
class KeptTest {
  private static final String NAME = "woven.Described";

  private final byte[] original = WovenLoader.bytesOf(NAME);

  @Test
  void itIsWoven() {
    assertThat(WovenLoader.weave(original)).isNotEqualTo(original);
  }

  @Test
  void membersAndAnnotations() throws ClassNotFoundException {
    assertThat(describe(WovenLoader.weaving().loadClass(NAME)))
        .isEqualTo(describe(WovenLoader.plain().loadClass(NAME)));
  }

  private static String describe(Class<?> type) {
    var text = new StringBuilder(type.toGenericString());
    text.append(Arrays.toString(type.getAnnotations()));
    text.append(Arrays.deepToString(type.getDeclaredConstructors()));
    for (Method method : type.getDeclaredMethods()) {
      text.append(method.toGenericString());
      text.append(Arrays.toString(method.getAnnotations()));
      text.append(Arrays.deepToString(method.getParameterAnnotations()));
      text.append(method.getAnnotatedReturnType());
    }
    return text.toString();
  }

  @Test
  void lineNumbers() {
    assertThat(lines(WovenLoader.weave(original))).isEqualTo(lines(original));
  }

  private static List<Integer> lines(byte[] type) {
    return largest(type)
        .code()
        .orElseThrow()
        .findAttribute(Attributes.lineNumberTable())
        .orElseThrow()
        .lineNumbers()
        .stream()
        .map(info -> info.lineNumber())
        .toList();
  }

  @Test
  void localVariablesAndTheirAnnotations() {
    assertThat(locals(WovenLoader.weave(original))).isEqualTo(locals(original)).isNotEmpty();
  }

  private static List<String> locals(byte[] type) {
    var code = largest(type).code().orElseThrow();
    var variables =
        code.elementStream()
            .filter(LocalVariable.class::isInstance)
            .map(LocalVariable.class::cast)
            .map(local -> local.name() + " " + local.type() + " " + local.slot())
            .toList();
    assertThat(code.findAttribute(Attributes.runtimeVisibleTypeAnnotations())).isPresent();
    return variables;
  }

  private static MethodModel largest(byte[] type) {
    return ClassFile.of().parse(type).methods().stream()
        .filter(method -> method.methodName().equalsString("largest"))
        .findFirst()
        .orElseThrow();
  }
}
