package dev.rota.slice.weave;

import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.util.Set;

/**
 * Methods of the JDK that are over at once or never call application code: what is known of them is
 * fixed by their classes being final.
 */
final class LeafCalls {
  private static final Set<String> NUMBERS =
      Set.of(
          "java/lang/Math",
          "java/lang/StrictMath",
          "java/lang/Character",
          "java/lang/Byte",
          "java/lang/Short",
          "java/lang/Integer",
          "java/lang/Long",
          "java/lang/Float",
          "java/lang/Double",
          "java/lang/Boolean");

  private static final Set<String> OF_TEXT =
      Set.of("charAt", "length", "isEmpty", "setCharAt", "setLength");

  private static final Set<String> CLOSED =
      Set.of(
          "java/lang/String",
          "java/lang/StringBuilder",
          "java/lang/StringBuffer",
          "java/lang/System",
          "java/lang/Class",
          "java/util/Random");

  private LeafCalls() {}

  static boolean isLengthOfString(InvokeInstruction call) {
    return owner(call).equals("java/lang/String") && name(call).equals("length");
  }

  /** Whether the call takes some nanoseconds whatever it is given. */
  static boolean isShort(InvokeInstruction call) {
    var owner = owner(call);
    if (NUMBERS.contains(owner)) {
      return takesOnly(call, false) && !call.typeSymbol().returnType().equals(STRING);
    }
    if (owner.equals("java/lang/String")) {
      return OF_TEXT.contains(name(call));
    }
    if (owner.equals("java/lang/StringBuilder")) {
      return OF_TEXT.contains(name(call))
          || (name(call).equals("append") && takesOnly(call, false));
    }
    return owner.equals("java/lang/Object") && name(call).equals("<init>");
  }

  private static final ClassDesc STRING = ClassDesc.of("java.lang.String");

  /** Whether the call cannot come back into application code before it returns. */
  static boolean isClosed(InvokeInstruction call) {
    var owner = owner(call);
    return isShort(call)
        || owner.startsWith("[")
        || ((CLOSED.contains(owner) || NUMBERS.contains(owner)) && takesOnly(call, true));
  }

  private static boolean takesOnly(InvokeInstruction call, boolean textToo) {
    return call.typeSymbol().parameterList().stream()
        .allMatch(type -> type.isPrimitive() || (textToo && isData(type)));
  }

  /** Whether objects of the type have no code of an application's. */
  static boolean isData(ClassDesc type) {
    return type.isPrimitive()
        || type.equals(STRING)
        || (type.isArray() && type.componentType().isPrimitive());
  }

  private static String owner(InvokeInstruction call) {
    return call.owner().asInternalName();
  }

  private static String name(InvokeInstruction call) {
    return call.name().stringValue();
  }
}
