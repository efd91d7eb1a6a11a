package dev.rota.wire;

import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lambdas that capture nothing but simple values: what {@link SerializedLambda} says of them, in a
 * form that costs a third of Java serialization. What never changes for a place in the program
 * comes first and is put together, and understood, once.
 *
 * <p>A lambda that captures anything else is left to Java serialization, which keeps classes and
 * shared references as they are. From a master to its workers only, as Java serialization itself.
 */
final class Lambdas {

  private static final int MOST_FORMS = 256;
  private static final int NAMES = 8;
  private static final int LONGEST_FORM = 1 << 16;

  /** How to ask a lambda for its form; empty if it cannot be asked. */
  private static final ClassValue<Optional<Method>> WRITE_REPLACE =
      new ClassValue<>() {
        @Override
        protected Optional<Method> computeValue(Class<?> type) {
          return method(type, "writeReplace");
        }
      };

  /** What the reader has understood, by how it is written. */
  private final Map<ByteBuffer, Form> forms =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Form> eldest) {
          return size() > MOST_FORMS;
        }
      };

  /** What all lambdas of one place in the program have in common, and how to make one. */
  private record Form(Class<?> capturingClass, List<String> names, int implKind, Method make) {}

  Lambdas() {}

  /** Writes a lambda; false, and nothing written, if it is none or none of the simple ones. */
  static boolean write(Object value, ValueWriter writer) {
    Class<?> type = value.getClass();
    Method writeReplace = type.isHidden() ? WRITE_REPLACE.get(type).orElse(null) : null;
    if (writeReplace == null || !(call(writeReplace, value) instanceof SerializedLambda form)) {
      return false;
    }
    if (!capturesOnlySimpleValues(form)) {
      return false;
    }
    writer.out.put(Tag.LAMBDA);
    writeForm(form, writer.out);
    int count = form.getCapturedArgCount();
    writer.out.putUnsigned(count);
    for (int i = 0; i < count; i++) {
      writer.nested(form.getCapturedArg(i));
    }
    return true;
  }

  private static boolean capturesOnlySimpleValues(SerializedLambda form) {
    Set<Object> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int i = 0; i < form.getCapturedArgCount(); i++) {
      Object captured = form.getCapturedArg(i);
      if (captured != null && !isSimple(captured, arrays)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSimple(Object captured, Set<Object> arrays) {
    int tag = Shape.of(captured.getClass()).tag;
    return switch (Tag.group(tag)) {
      case Tag.SCALARS, Tag.TEXTS, Tag.TIMES -> true;
      case Tag.PRIMITIVE_ARRAYS -> arrays.add(captured); // twice the same must stay the same
      default -> tag == Tag.ENUM;
    };
  }

  private static void writeForm(SerializedLambda form, Output out) {
    int start = out.claim(Parts.LENGTH_BYTES);
    out.putUnsigned(form.getImplMethodKind());
    Texts.write(form.getCapturingClass(), out);
    Texts.write(form.getFunctionalInterfaceClass(), out);
    Texts.write(form.getFunctionalInterfaceMethodName(), out);
    Texts.write(form.getFunctionalInterfaceMethodSignature(), out);
    Texts.write(form.getImplClass(), out);
    Texts.write(form.getImplMethodName(), out);
    Texts.write(form.getImplMethodSignature(), out);
    Texts.write(form.getInstantiatedMethodType(), out);
    out.set(start, out.position() - start - Parts.LENGTH_BYTES);
  }

  /** Reads what {@link #write} wrote after its tag. */
  @Nullable Object read(ValueReader reader, ClassLoader loader) throws MalformedValueException {
    Form form = readForm(reader.in, loader);
    long count = reader.in.getUnsigned();
    reader.in.check(count, 1);
    @Nullable Object[] captured = new Object[(int) count];
    for (int i = 0; i < captured.length; i++) {
      captured[i] = reader.nested();
    }
    List<String> names = form.names;
    SerializedLambda lambda =
        new SerializedLambda(
            form.capturingClass,
            names.get(1),
            names.get(2),
            names.get(3),
            form.implKind,
            names.get(4),
            names.get(5),
            names.get(6),
            names.get(7),
            captured);
    try {
      return form.make.invoke(null, lambda);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new MalformedValueException("a lambda of " + names.get(0) + " cannot be made here", e);
    }
  }

  private Form readForm(Input in, ClassLoader loader) throws MalformedValueException {
    int length = in.getInt();
    int start = in.take(length, 1);
    Form known = forms.get(ByteBuffer.wrap(in.bytes(), start, length));
    if (known != null) {
      return known;
    }
    if (length > LONGEST_FORM) {
      throw new MalformedValueException("a lambda with names of " + length + " bytes");
    }
    byte[] bytes = Arrays.copyOfRange(in.bytes(), start, start + length);
    Form form = form(bytes, loader);
    forms.put(ByteBuffer.wrap(bytes), form);
    return form;
  }

  private static Form form(byte[] bytes, ClassLoader loader) throws MalformedValueException {
    Input in = new Input();
    in.reset(bytes, 0, bytes.length);
    int implKind = (int) in.getUnsigned();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < NAMES; i++) {
      names.add(Texts.readString(in));
    }
    String className = names.getFirst().replace('/', '.');
    try {
      Class<?> capturing = Class.forName(className, true, loader);
      Method make =
          method(capturing, "$deserializeLambda$", SerializedLambda.class)
              .orElseThrow(() -> new MalformedValueException(className + " has no such lambda"));
      return new Form(capturing, names, implKind, make);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new MalformedValueException("class " + className + " is not here", e);
    }
  }

  private static Optional<Method> method(Class<?> type, String name, Class<?>... parameters) {
    try {
      Method found = type.getDeclaredMethod(name, parameters);
      found.setAccessible(true);
      return Optional.of(found);
    } catch (NoSuchMethodException | RuntimeException e) { // or its module does not let us
      return Optional.empty();
    }
  }

  private static @Nullable Object call(Method method, Object target) {
    try {
      return method.invoke(target);
    } catch (IllegalAccessException | InvocationTargetException e) {
      return null; // Java serialization shall say what is wrong
    }
  }
}
