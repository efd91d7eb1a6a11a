package dev.rota.slice.weave;

import java.lang.classfile.ClassFile;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds out which classes the scheduler calls under its lock, by their supertypes. Thread-safe if
 * the map is.
 *
 * @param classFiles gives the class file of a type by its internal name; empty if there is none
 * @param known what was found so far
 */
record Hierarchy(Function<String, byte[]> classFiles, Map<String, Boolean> known) {
  private static final Set<String> CALLED =
      Set.of("dev/rota/schedule/Policy", "dev/rota/observe/Observer");

  boolean runsUnderTheScheduler(String type, byte[] classFile) {
    var found = known.get(type);
    if (found == null) {
      found = CALLED.contains(type) || anySupertype(classFile);
      known.put(type, found);
    }
    return found;
  }

  private boolean anySupertype(byte[] classFile) {
    if (classFile.length == 0) {
      return false;
    }
    var model = ClassFile.of().parse(classFile);
    return model.superclass().filter(type -> isCalled(type.asInternalName())).isPresent()
        || model.interfaces().stream().anyMatch(type -> isCalled(type.asInternalName()));
  }

  private boolean isCalled(String type) {
    if (CALLED.contains(type)) {
      return true;
    }
    if (type.startsWith("java/")) {
      return false;
    }
    var found = known.get(type);
    return found != null ? found : runsUnderTheScheduler(type, classFiles.apply(type));
  }
}
