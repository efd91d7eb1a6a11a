package dev.rota.wire;

import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The classes whose objects may come by Java serialization from who is not trusted: those that were
 * named, what they extend, and the strings, boxes and primitive arrays inside them. Immutable.
 */
public final class AllowedClasses {

  /** Nothing is allowed. */
  public static final AllowedClasses NONE = new AllowedClasses(Set.of());

  private static final Set<String> ALWAYS =
      Set.of(
          "java.lang.Boolean",
          "java.lang.Byte",
          "java.lang.Character",
          "java.lang.Double",
          "java.lang.Float",
          "java.lang.Integer",
          "java.lang.Long",
          "java.lang.Number",
          "java.lang.Short",
          "java.lang.String");

  private final Set<String> names;

  private AllowedClasses(Set<String> names) {
    this.names = names;
  }

  /**
   * Allows classes.
   *
   * @param option whose value they are
   * @param classes the classes
   * @throws IllegalArgumentException if one of them can have no objects that are serialized, or is
   *     one that runs what its sender wants
   */
  public static AllowedClasses of(String option, Iterable<Class<?>> classes) {
    Set<String> names = new LinkedHashSet<>();
    for (Class<?> type : classes) {
      require(option, type);
      for (Class<?> each = type; each != null && each != Object.class; each = superclass(each)) {
        names.add(each.getName());
      }
    }
    return names.isEmpty() ? NONE : new AllowedClasses(names);
  }

  @SuppressWarnings("NullAway") // the last one has none
  private static Class<?> superclass(Class<?> type) {
    return type.getSuperclass();
  }

  private static void require(String option, Class<?> type) {
    if (type == SerializedLambda.class) {
      throw new IllegalArgumentException(option + " must not name SerializedLambda: it runs code");
    }
    if (type.isInterface() || type.isArray() || !Serializable.class.isAssignableFrom(type)) {
      throw new IllegalArgumentException(
          option + " must name classes that are Serializable, not " + type.getTypeName());
    }
  }

  /** Reads what {@link #toString()} gives. */
  public static AllowedClasses parse(String text) {
    return text.isEmpty() ? NONE : new AllowedClasses(Set.of(text.split(",", -1)));
  }

  /** Whether objects of a class that was named may begin a value. */
  boolean names(Class<?> type) {
    return names.contains(type.getName());
  }

  /** Whether objects of a class, or arrays of them, may be inside such a value. */
  boolean allows(String name) {
    String element = name.replaceFirst("^\\[+", "");
    if (element.length() < name.length() && element.length() == 1) {
      return true; // an array of primitives
    }
    if (element.length() < name.length() && element.startsWith("L") && element.endsWith(";")) {
      element = element.substring(1, element.length() - 1);
    }
    return ALWAYS.contains(element) || names.contains(element);
  }

  /** In a form for command lines. */
  @Override
  public String toString() {
    return String.join(",", names);
  }
}
