package dev.rota.slice.weave;

import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which calls of a class may lead back to the method that makes them. Calls within the class are
 * followed as far as they cannot be overridden; whatever leaves the class may lead anywhere, but
 * for methods of the JDK known not to call back.
 */
final class CallCycles {
  /** What a call leads to that leaves the class. */
  private static final String OUTSIDE = "";

  private final ClassModel type;
  private final Map<String, MethodModel> methods = new HashMap<>();
  private final Map<String, List<String>> calls = new HashMap<>();
  private final Map<String, Set<String>> reached = new HashMap<>();

  CallCycles(ClassModel type) {
    this.type = type;
    for (var method : type.methods()) {
      methods.put(
          key(method.methodName().stringValue(), method.methodType().stringValue()), method);
    }
    methods.forEach((key, method) -> calls.put(key, callsOf(method)));
  }

  /** Whether the instruction of the method is a call that may lead back to the method. */
  boolean mayClose(MethodModel method, CodeElement instruction) {
    var callee = calleeOf(instruction);
    if (callee == null) {
      return false;
    }
    var all = reached.computeIfAbsent(callee, this::reachable);
    return all.contains(OUTSIDE)
        || all.contains(key(method.methodName().stringValue(), method.methodType().stringValue()));
  }

  private Set<String> reachable(String start) {
    var seen = new HashSet<String>();
    var open = new ArrayList<String>(List.of(start));
    while (!open.isEmpty()) {
      var method = open.removeLast();
      if (seen.add(method)) {
        open.addAll(calls.getOrDefault(method, List.of()));
      }
    }
    return seen;
  }

  private List<String> callsOf(MethodModel method) {
    var found = new ArrayList<String>();
    for (var element : method.code().map(code -> (Iterable<CodeElement>) code).orElse(List.of())) {
      var callee = calleeOf(element);
      if (callee != null) {
        found.add(callee);
      }
    }
    return found;
  }

  private @Nullable String calleeOf(CodeElement element) {
    return switch (element) {
      case InvokeInstruction call when !LeafCalls.isClosed(call) -> calleeOf(call);
      case InvokeDynamicInstruction call when mayCallBack(call) -> OUTSIDE;
      default -> null;
    };
  }

  private String calleeOf(InvokeInstruction call) {
    var key = key(call.name().stringValue(), call.type().stringValue());
    var callee = methods.get(key);
    boolean here = call.owner().asInternalName().equals(type.thisClass().asInternalName());
    return here && callee != null && callee.code().isPresent() && isFixed(call, callee)
        ? key
        : OUTSIDE;
  }

  private boolean isFixed(InvokeInstruction call, MethodModel callee) {
    return call.opcode() == Opcode.INVOKESTATIC
        || call.opcode() == Opcode.INVOKESPECIAL
        || callee.flags().has(AccessFlag.PRIVATE)
        || callee.flags().has(AccessFlag.FINAL)
        || type.flags().has(AccessFlag.FINAL);
  }

  /** Making a lambda calls nothing; putting strings together calls the objects' toString. */
  private static boolean mayCallBack(InvokeDynamicInstruction call) {
    var factory = call.bootstrapMethod().owner().descriptorString();
    return !factory.equals("Ljava/lang/invoke/LambdaMetafactory;")
        && !call.typeSymbol().parameterList().stream().allMatch(LeafCalls::isData);
  }

  private static String key(String name, String descriptor) {
    return name + descriptor;
  }
}
