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

/**
 * The methods of a class that have to poll as they are entered, because calls alone can keep a
 * thread busy: those with two or more calls that may lead back to them. One such call makes a
 * chain, which ends with the stack.
 *
 * <p>Calls within the class are followed as far as they cannot be overridden; whatever leaves the
 * class may lead anywhere, but for methods of the JDK known not to call back.
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

  /** Whether the method has to poll as it is entered. */
  boolean mayClose(MethodModel method) {
    var self = key(method.methodName().stringValue(), method.methodType().stringValue());
    int closing = 0;
    for (var callee : calls.getOrDefault(self, List.of())) {
      var all = reached.computeIfAbsent(callee, this::reachable);
      if (all.contains(self) || all.contains(OUTSIDE)) {
        closing++;
      }
    }
    return closing > 1;
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
    method.code().ifPresent(code -> code.forEach(element -> add(element, found)));
    return found;
  }

  private void add(CodeElement element, List<String> found) {
    switch (element) {
      case InvokeInstruction call when !LeafCalls.isClosed(call) -> found.add(calleeOf(call));
      case InvokeDynamicInstruction call when mayCallBack(call) -> found.add(OUTSIDE);
      default -> {}
    }
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
