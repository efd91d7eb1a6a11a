package dev.rota.cli.function;

import static java.util.stream.Collectors.joining;

import dev.rota.cli.args.UserError;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds a method in a class file and checks that it can be the function, without loading the class.
 */
final class FunctionFinder {
  private static final String ALLOWED = "allowed is one Path, URI, byte[] or String";

  private final String source;
  private final String methodName;

  /** Source is how the user calls the class. */
  FunctionFinder(String source, String methodName) {
    this.source = source;
    this.methodName = methodName;
  }

  ClassModel parse(byte[] classFile) {
    ClassModel model;
    try {
      model = ClassFile.of().parse(classFile);
    } catch (IllegalArgumentException e) {
      throw new UserError(source + " is no class file: " + e.getMessage());
    }
    if (model.majorVersion() > ClassFile.latestMajorVersion()) {
      throw new UserError(source + " was compiled for a newer Java than this one");
    }
    return model;
  }

  List<MethodModel> named(ClassModel model) {
    return model.methods().stream()
        .filter(method -> method.methodName().equalsString(methodName))
        .filter(method -> !method.flags().has(AccessFlag.SYNTHETIC))
        .toList();
  }

  UserFunction find(ClassModel model) {
    var all = named(model);
    if (all.isEmpty()) {
      throw new UserError(
          source
              + " has no method "
              + methodName
              + "; needed is public static "
              + methodName
              + " with one parameter, a Path, URI, byte[] or String");
    }
    var callable = all.stream().filter(FunctionFinder::isPublicStatic).toList();
    if (callable.isEmpty()) {
      throw new UserError(
          source + ": " + methodName + signature(all.getFirst()) + " must be public and static");
    }
    if (callable.size() > 1) {
      throw new UserError(
          source
              + " has "
              + callable.size()
              + " public static methods "
              + methodName
              + ", "
              + callable.stream().map(FunctionFinder::signature).collect(joining(" and "))
              + "; which one is meant must be plain");
    }
    var className = model.thisClass().asInternalName().replace('/', '.');
    return new UserFunction(className, methodName, parameter(callable.getFirst()));
  }

  private Parameter parameter(MethodModel method) {
    var types = method.methodTypeSymbol().parameterList();
    if (types.size() == 1) {
      for (var parameter : Parameter.values()) {
        if (parameter.is(types.getFirst())) {
          return parameter;
        }
      }
    }
    throw new UserError(
        source + ": " + methodName + signature(method) + " has the wrong parameters; " + ALLOWED);
  }

  private static boolean isPublicStatic(MethodModel method) {
    return method.flags().has(AccessFlag.PUBLIC) && method.flags().has(AccessFlag.STATIC);
  }

  private static String signature(MethodModel method) {
    Stream<ClassDesc> types = method.methodTypeSymbol().parameterList().stream();
    return types.map(ClassDesc::displayName).collect(joining(", ", "(", ")"));
  }
}
