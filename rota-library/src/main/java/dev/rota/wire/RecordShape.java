package dev.rota.wire;

import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/**
 * A record: its components in order, read by their accessors and given to the canonical
 * constructor, whose checks hold for every record that arrives. Reflection and not method handles:
 * as fast once warm, and no bytecode is spun while a worker starts.
 */
final class RecordShape extends NamedShape {

  private final String[] components;
  private final Method[] accessors;
  private final Constructor<?> constructor;

  private RecordShape(
      Class<?> type, String[] components, Method[] accessors, Constructor<?> constructor) {
    super(Tag.RECORD, type, components);
    this.components = components;
    this.accessors = accessors;
    this.constructor = constructor;
  }

  static Shape find(Class<?> type) {
    String obstacle = obstacle(type);
    if (obstacle != null) {
      return new Shape(Tag.NONE, obstacle);
    }
    RecordComponent[] found = type.getRecordComponents();
    String[] names = new String[found.length];
    Class<?>[] types = new Class<?>[found.length];
    Method[] accessors = new Method[found.length];
    try {
      for (int i = 0; i < found.length; i++) {
        names[i] = found[i].getName();
        types[i] = found[i].getType();
        accessors[i] = found[i].getAccessor();
        accessors[i].setAccessible(true);
      }
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return new RecordShape(type, names, accessors, constructor);
    } catch (InaccessibleObjectException e) {
      return new Shape(
          Tag.NONE, "is a record of a package that its module does not open to dev.rota");
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e); // the language gives every record its constructor
    }
  }

  void write(Object record, ValueWriter to) {
    to.out.put(Tag.RECORD);
    to.classes.write(this, to.out);
    for (int i = 0; i < accessors.length; i++) {
      Object component = component(record, i);
      try {
        to.nested(component);
      } catch (Refusal refusal) {
        throw refusal.inside("." + components[i]);
      }
    }
  }

  private @Nullable Object component(Object record, int index) {
    try {
      return accessors[index].invoke(record, (Object[]) null);
    } catch (InvocationTargetException e) {
      Throwable thrown = e.getCause();
      throw Refusal.of(thrown == null ? e : thrown, record).inside("." + components[index]);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e); // setAccessible went well
    }
  }

  static Object read(ValueReader from) throws MalformedValueException {
    NamedShape named = from.classes.read(from.in);
    if (!(named instanceof RecordShape shape)) {
      throw new MalformedValueException(named.type.getName() + " is not a record");
    }
    @Nullable Object[] components = new @Nullable Object[shape.components.length];
    from.in.open(components.length, 1);
    for (int i = 0; i < components.length; i++) {
      from.in.element();
      components[i] = from.nested();
    }
    return shape.construct(components);
  }

  // All of Throwable: what the record's own code throws must not end the thread that reads.
  private Object construct(@Nullable Object[] arguments) throws MalformedValueException {
    Throwable thrown;
    try {
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      thrown = e.getCause() == null ? e : e.getCause();
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      thrown = e;
    }
    Failures.rethrowIfOfTheJvm(thrown);
    throw new MalformedValueException(
        type.getName() + " does not take these components: " + Failures.describe(thrown), thrown);
  }
}
