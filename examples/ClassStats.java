import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is in a class file: {@code ./rota map examples/ClassStats.java jrt:/java.base}. */
public class ClassStats {

  /** Of one class. {@code topKinds} are its five most frequent kinds of instruction. */
  public record Stats(
      String name,
      String kind,
      int version,
      int bytes,
      int constants,
      int fields,
      int methods,
      int codeBytes,
      int instructions,
      int maxStack,
      int maxLocals,
      String longestMethod,
      Map<String, Integer> topKinds) {}

  public static Stats apply(byte[] classFile) {
    var model = ClassFile.of().parse(classFile);
    int codeBytes = 0;
    int maxStack = 0;
    int maxLocals = 0;
    int longest = 0;
    var longestMethod = "";
    var kinds = new TreeMap<String, Integer>();
    for (var method : model.methods()) {
      if (!(method.code().orElse(null) instanceof CodeAttribute code)) {
        continue;
      }
      codeBytes += code.codeLength();
      maxStack = Math.max(maxStack, code.maxStack());
      maxLocals = Math.max(maxLocals, code.maxLocals());
      count(code, kinds);
      if (code.codeLength() > longest) {
        longest = code.codeLength();
        longestMethod = name(method);
      }
    }
    return new Stats(
        model.thisClass().asInternalName().replace('/', '.'),
        kind(model.flags().flagsMask()),
        model.majorVersion(),
        classFile.length,
        model.constantPool().size(),
        model.fields().size(),
        model.methods().size(),
        codeBytes,
        kinds.values().stream().mapToInt(Integer::intValue).sum(),
        maxStack,
        maxLocals,
        longestMethod,
        top(kinds));
  }

  private static void count(CodeModel code, Map<String, Integer> kinds) {
    for (var element : code) {
      if (element instanceof Instruction instruction) {
        kinds.merge(instruction.opcode().kind().name(), 1, Integer::sum);
      }
    }
  }

  /** By count, then by name, so that the same class always gives the same. */
  private static Map<String, Integer> top(Map<String, Integer> kinds) {
    return kinds.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(5)
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, (a, _) -> a, LinkedHashMap::new));
  }

  private static String name(MethodModel method) {
    return method.methodName().stringValue() + method.methodType().stringValue();
  }

  /** By the mask: the JDK's own generated classes have flags that no class should have. */
  private static String kind(int flags) {
    if ((flags & ClassFile.ACC_MODULE) != 0) {
      return "module";
    }
    if ((flags & ClassFile.ACC_ANNOTATION) != 0) {
      return "annotation";
    }
    if ((flags & ClassFile.ACC_INTERFACE) != 0) {
      return "interface";
    }
    return (flags & ClassFile.ACC_ENUM) != 0 ? "enum" : "class";
  }
}
