package dev.rota.wire;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An enum: its constants travel by name, so that a changed order does no harm. */
final class EnumShape extends NamedShape {

  /** Made by the first reader: to list the constants initialises the class. */
  private volatile @Nullable Map<String, Object> constants;

  private EnumShape(Class<?> type) {
    super(Tag.ENUM, type);
  }

  /** Takes the class of a constant with a body for the enum that it belongs to. */
  static Shape find(Class<?> type) {
    Class<?> declaring = type;
    while (!declaring.isEnum()) {
      declaring = declaring.getSuperclass();
      if (declaring == null || declaring == Object.class) {
        return new Shape(Tag.NONE, null); // Enum itself, which no value is of
      }
    }
    String obstacle = obstacle(declaring);
    if (obstacle != null) {
      return new Shape(Tag.NONE, obstacle);
    }
    return declaring == type ? new EnumShape(type) : Shape.of(declaring);
  }

  void write(Object constant, ValueWriter to) {
    to.out.put(Tag.ENUM);
    to.classes.write(this, to.out);
    Texts.write(((Enum<?>) constant).name(), to.out);
  }

  static Object read(ValueReader from) throws MalformedValueException {
    NamedShape named = from.classes.read(from.in);
    if (!(named instanceof EnumShape shape)) {
      throw new MalformedValueException(named.type.getName() + " is not an enum");
    }
    String name = Texts.readString(from.in);
    Object constant = shape.constants().get(name);
    if (constant == null) {
      throw new MalformedValueException(shape.type.getName() + " has no such constant");
    }
    return constant;
  }

  private Map<String, Object> constants() {
    Map<String, Object> found = constants;
    if (found == null) {
      found = new HashMap<>();
      for (Object constant : type.getEnumConstants()) {
        found.put(((Enum<?>) constant).name(), constant);
      }
      constants = found;
    }
    return found;
  }
}
