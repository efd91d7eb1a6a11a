package dev.rota.wire;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The classes that a message names, found without running any code of theirs: a class that is
 * neither a record nor an enum is never initialised.
 */
final class ReadClasses {

  /** What the virtual machine allows is 65,535; no compiler's file system allows this. */
  private static final int LONGEST_NAME = 2_000;

  /**
   * Unknown names that one reader looks for. A class loader keeps a lock for every name that it was
   * ever asked for: a hostile sender could fill memory with names.
   */
  private static final int MOST_MISSES = 1_000;

  private final ClassLoader loader;
  private final Map<String, NamedShape> known = new HashMap<>();
  private final List<NamedShape> named = new ArrayList<>();
  private int misses;

  ReadClasses(ClassLoader loader) {
    this.loader = loader;
  }

  void reset() {
    named.clear();
  }

  NamedShape read(Input in) throws MalformedValueException {
    long number = in.getUnsigned();
    if (number == named.size()) {
      String name = Texts.readString(in);
      NamedShape shape = known.get(name);
      if (shape == null) {
        shape = find(name);
        known.put(name, shape);
      }
      shape.check(in);
      named.add(shape);
      return shape;
    }
    if (number < 0 || number > named.size()) {
      throw new MalformedValueException("class number " + number + " was never named");
    }
    return named.get((int) number);
  }

  private NamedShape find(String name) throws MalformedValueException {
    if (misses == MOST_MISSES) {
      throw new MalformedValueException("too many classes were named that are not here");
    }
    misses++; // taken back when it is found
    if (name.length() > LONGEST_NAME || name.startsWith("[")) {
      throw new MalformedValueException("not the name of a class");
    }
    Class<?> type;
    try {
      type = Class.forName(name, false, loader);
      if (!type.isRecord() && !type.isEnum()) {
        throw new MalformedValueException(name + " is neither a record nor an enum");
      }
      if (Shape.of(type) instanceof NamedShape shape) {
        misses--;
        return shape;
      }
    } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
      throw new MalformedValueException("class " + name + " is not here", e);
    }
    throw new MalformedValueException(name + " " + Shape.of(type).refusal);
  }
}
