package dev.rota.slice.weave;

import java.util.ArrayList;
import java.util.List;

/**
 * Which classes are to be woven, by their packages. As text: {@code include=PACKAGE} and {@code
 * exclude=PACKAGE}, each as often as wanted, separated by commas. A package stands for those below
 * it, too; without an include all classes are in; an exclude wins.
 */
record Selection(List<String> included, List<String> excluded) {
  /** Rota's own code runs under the scheduler's lock. */
  private static final String OWN = "dev/rota/";

  private static final List<String> OF_THE_JDK =
      List.of("java/", "javax/", "jdk/", "sun/", "com/sun/");

  static final Selection ALL = new Selection(List.of(), List.of());

  /** Reads options, or throws an IllegalArgumentException that says what is allowed. */
  static Selection parse(String options) {
    var included = new ArrayList<String>();
    var excluded = new ArrayList<String>();
    if (!options.isEmpty()) {
      for (var option : options.split(",", -1)) {
        add(option, included, excluded);
      }
    }
    return new Selection(List.copyOf(included), List.copyOf(excluded));
  }

  private static void add(String option, List<String> included, List<String> excluded) {
    int equals = option.indexOf('=');
    var name = equals < 0 ? option : option.substring(0, equals);
    var list =
        switch (name) {
          case "include" -> included;
          case "exclude" -> excluded;
          default ->
              throw new IllegalArgumentException(
                  "unknown agent option '"
                      + option
                      + "'; allowed are include=PACKAGE and exclude=PACKAGE, separated by commas");
        };
    list.add(path(option, option.substring(equals + 1)));
  }

  private static String path(String option, String packageName) {
    for (var part : packageName.split("\\.", -1)) {
      if (part.isEmpty() || !part.chars().allMatch(Character::isJavaIdentifierPart)) {
        throw new IllegalArgumentException(
            "agent option '" + option + "' needs the name of a package, like com.acme");
      }
    }
    return packageName.replace('.', '/');
  }

  /** Whether the class, by its internal name, is one of them. */
  boolean contains(String type) {
    return !type.startsWith(OWN)
        && OF_THE_JDK.stream().noneMatch(type::startsWith)
        && (included.isEmpty() || isIn(type, included))
        && !isIn(type, excluded);
  }

  private static boolean isIn(String type, List<String> packages) {
    return packages.stream()
        .anyMatch(
            name ->
                type.startsWith(name)
                    && (type.length() == name.length() || type.charAt(name.length()) == '/'));
  }
}
