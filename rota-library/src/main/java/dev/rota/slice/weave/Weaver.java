package dev.rota.slice.weave;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ShortJumpsOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts polls into a class: into its loops, and where calls alone could keep a thread busy. */
final class Weaver {
  /** The JIT does not compile longer methods. */
  private static final int LONGEST_COMPILED = 8_000;

  /** Half of what a branch reaches, as others may have become longer. */
  private static final int LONGEST_EASY = 16_000;

  private static final ClassFile CLASS_FILE =
      ClassFile.of(
          StackMapsOption.DROP_STACK_MAPS, // we write our own
          ShortJumpsOption.FAIL_ON_SHORT_JUMPS);

  /** What a method gets. */
  private record MethodPlan(Flow flow, List<LoopPlan> loops, boolean atEntry) {}

  private Weaver() {}

  /**
   * The class with polls, or null if it needs none.
   *
   * @throws UnweavableException if the class has to stay as it is
   */
  static byte @Nullable [] weave(byte[] original) {
    try {
      var type = CLASS_FILE.parse(original);
      var plans = plans(type);
      return plans.isEmpty() ? null : write(type, plans);
    } catch (IllegalArgumentException e) {
      throw new UnweavableException(String.valueOf(e.getMessage()));
    }
  }

  private static Map<MethodModel, MethodPlan> plans(ClassModel type) {
    var cycles = new CallCycles(type);
    var plans = new HashMap<MethodModel, MethodPlan>();
    for (var method : type.methods()) {
      var code = method.code().orElse(null);
      if (code instanceof CodeAttribute attribute
          && !method.methodName().equalsString("<clinit>")) {
        var flow = new Flow(attribute);
        var loops = fitting(LoopPlan.of(flow), attribute.codeLength());
        boolean atEntry = cycles.mayClose(method);
        if (atEntry || !loops.isEmpty()) {
          plans.put(method, new MethodPlan(flow, loops, atEntry));
        }
      }
    }
    return plans;
  }

  private static List<LoopPlan> fitting(List<LoopPlan> plans, int length) {
    int woven = length + 3 + plans.stream().mapToInt(LoopPlan::bytes).sum();
    boolean fits = woven <= LONGEST_COMPILED || (length > LONGEST_COMPILED && woven < LONGEST_EASY);
    return fits ? plans : plans.stream().map(LoopPlan::compact).toList();
  }

  private static byte[] write(ClassModel type, Map<MethodModel, MethodPlan> plans) {
    return CLASS_FILE.transformClass(
        type,
        (out, element) -> {
          var plan = element instanceof MethodModel method ? plans.get(method) : null;
          if (plan == null) {
            out.with(element);
          } else {
            out.transformMethod(
                (MethodModel) element,
                (builder, part) -> {
                  if (part instanceof CodeAttribute code) {
                    builder.withCode(
                        body ->
                            CodeWeaver.weave(
                                code, plan.flow(), plan.loops(), plan.atEntry(), body));
                  } else {
                    builder.with(part);
                  }
                });
          }
        });
  }
}
