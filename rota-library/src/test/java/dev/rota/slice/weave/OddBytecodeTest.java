package dev.rota.slice.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.slice.PollProbe;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.attribute.StackMapFrameInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.SimpleVerificationTypeInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.VerificationTypeInfo;
import java.lang.classfile.attribute.StackMapTableAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Code that no Java compiler makes. */
class OddBytecodeTest {
  private static final ClassDesc NAME = ClassDesc.of("woven.Odd");
  private static final MethodTypeDesc INT_TO_INT =
      MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int);

  /** Two ways into a loop: by its middle if the argument is odd. */
  private static void irreducible(CodeBuilder code) {
    var top = code.newLabel();
    var middle = code.newLabel();
    code.iconst_0().istore(1);
    code.iload(0).iconst_1().iand().ifne(middle);
    code.labelBinding(top).iinc(1, 3);
    code.labelBinding(middle).iinc(1, 5).iinc(0, -1);
    code.iload(0).ifgt(top);
    code.iload(1).ireturn();
  }

  @Test
  void irreducibleLoopsPoll() throws Throwable {
    byte[] original = classWith(OddBytecodeTest::irreducible);
    for (int argument = 0; argument < 50; argument++) {
      int expected = call(WovenLoader.plain(), original, argument);
      try (var probe = PollProbe.counting()) {
        assertThat(call(WovenLoader.weaving(), original, argument)).isEqualTo(expected);
        assertThat(probe.polls()).isGreaterThanOrEqualTo(argument / 2);
      }
    }
  }

  /** A jump that nothing leads to goes into the loop; the verifier looks at it all the same. */
  private static void enteredByDeadCode(CodeBuilder code) {
    var dead = code.newLabel();
    var body = code.newLabel();
    var middle = code.newLabel();
    var test = code.newLabel();
    code.iconst_0().istore(1).goto_(test);
    code.labelBinding(dead).goto_(middle);
    code.labelBinding(body).iload(1).iload(0).ixor().istore(1).iinc(1, 3);
    code.labelBinding(middle).iinc(0, -1);
    code.labelBinding(test).iload(0).ifgt(body);
    code.iload(1).ireturn();
    VerificationTypeInfo number = SimpleVerificationTypeInfo.INTEGER;
    var both = List.of(number, number);
    code.with(
        StackMapTableAttribute.of(
            Stream.of(dead, body, middle, test)
                .map(label -> StackMapFrameInfo.of(label, both, List.of()))
                .toList()));
  }

  @Test
  void deadCodeThatLeadsIntoALoop() throws Throwable {
    byte[] original =
        classWith(
            OddBytecodeTest::enteredByDeadCode,
            ClassFile.StackMapsOption.DROP_STACK_MAPS,
            ClassFile.DeadCodeOption.KEEP_DEAD_CODE);
    int expected = call(WovenLoader.plain(), original, 1_000);
    try (var probe = PollProbe.counting()) {
      assertThat(call(WovenLoader.weaving(), original, 1_000)).isEqualTo(expected);
      assertThat(probe.polls()).isPositive();
    }
  }

  /** The test of a counted loop in the loop's last place, reached by a goto past its body. */
  private static void testAtBottom(CodeBuilder code) {
    var body = code.newLabel();
    var test = code.newLabel();
    code.iconst_0().istore(1).iconst_0().istore(2).goto_(test);
    code.labelBinding(body).iload(1).iload(2).ixor().istore(1).iinc(2, 1);
    code.labelBinding(test).iload(2).iload(0).if_icmplt(body);
    code.iload(1).ireturn();
  }

  @Test
  void countedLoopsWithTheirTestAtTheBottom() throws Throwable {
    byte[] original = classWith(OddBytecodeTest::testAtBottom);
    for (int argument : new int[] {-3, 0, 1, 16_384, 16_385, 100_000}) {
      int expected = call(WovenLoader.plain(), original, argument);
      try (var probe = PollProbe.counting()) {
        assertThat(call(WovenLoader.weaving(), original, argument)).isEqualTo(expected);
        assertThat(probe.polls()).isEqualTo(Math.max(0, (argument - 1) / 16_384));
      }
    }
  }

  /** A loop whose header is what handles its own exceptions. */
  private static void handlerAsHeader(CodeBuilder code) {
    var header = code.newLabel();
    var end = code.newLabel();
    code.aconst_null();
    code.labelBinding(header).pop().iinc(0, -1);
    code.iconst_1().iload(0).idiv().pop();
    code.labelBinding(end).iload(0).ireturn();
    code.exceptionCatch(header, end, header, ClassDesc.of("java.lang.ArithmeticException"));
  }

  @Test
  void handlersAsHeadersPoll() throws Throwable {
    byte[] original = classWith(OddBytecodeTest::handlerAsHeader);
    int expected = call(WovenLoader.plain(), original, 1);
    try (var probe = PollProbe.counting()) {
      assertThat(call(WovenLoader.weaving(), original, 1)).isEqualTo(expected);
      assertThat(probe.polls()).isEqualTo(2);
    }
  }

  /** 65,533 bytes, and a poll takes three. */
  @Test
  void methodsNearTheLargestAreLeftAlone() {
    byte[] original =
        classWith(
            code -> {
              var top = code.newLabel();
              var end = code.newLabel();
              code.labelBinding(top).iinc(0, -1);
              for (int i = 0; i < 21_838; i++) {
                code.iinc(0, 0);
              }
              code.nop().nop().nop().nop().nop();
              code.iload(0).ifle(end);
              code.goto_w(top);
              code.labelBinding(end).iload(0).ireturn();
            },
            ClassFile.StackMapsOption.DROP_STACK_MAPS);
    assertThatThrownBy(() -> Weaver.weave(original)).isInstanceOf(UnweavableException.class);
  }

  @Test
  void whatIsNoClassFileIsLeftAlone() {
    assertThatThrownBy(() -> Weaver.weave(new byte[] {1, 2, 3}))
        .isInstanceOf(UnweavableException.class);
  }

  private static byte[] classWith(Consumer<CodeBuilder> method, ClassFile.Option... options) {
    return ClassFile.of(options)
        .build(
            NAME,
            type ->
                type.withMethodBody(
                    "run", INT_TO_INT, ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC, method));
  }

  private static int call(WovenLoader loader, byte[] original, int argument) throws Throwable {
    var type = loader.define("woven.Odd", original);
    try {
      return (int) type.getMethod("run", int.class).invoke(null, argument);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
