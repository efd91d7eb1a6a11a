package dev.rota.wire;

import org.jspecify.annotations.Nullable;

/** A class that a message names: a record or an enum. */
abstract class NamedShape extends Shape {

  final Class<?> type;

  /** The class name and what else must be the same on both sides, as a message has it. */
  final byte[] description;

  private final int nameLength;

  NamedShape(int tag, Class<?> type, String... parts) {
    super(tag, null);
    this.type = type;
    Output out = new Output(Integer.MAX_VALUE);
    Texts.write(type.getName(), out);
    nameLength = out.position();
    for (String part : parts) {
      Texts.write(part, out);
    }
    out.put(Tag.NULL);
    description = out.toByteArray();
  }

  /** Passes over what follows the name, and refuses another class of this name. */
  void check(Input in) throws MalformedValueException {
    if (!in.skip(description, nameLength)) {
      throw new MalformedValueException(type.getName() + " was written with other components");
    }
  }

  /** Why no message can name a class, null if it can. */
  static @Nullable String obstacle(Class<?> type) {
    if (type.isHidden()) {
      return "is a hidden class, which no other process finds by its name";
    }
    return null;
  }
}
