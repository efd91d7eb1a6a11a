package dev.rota.wire;

import java.io.Serializable;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what kept Java serialization from writing a value. Its own exception names a class and not
 * where the object hangs, which is what the author of a task has to know. Walks the fields that
 * would have been written, nearest first, as far as reflection is allowed and for a bounded time.
 */
final class NotSerializableSearch {

  private static final int MOST_OBJECTS = 100_000;

  private final String className;
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Queue<Place> places = new ArrayDeque<>();

  /** An object and how it was reached. */
  private record Place(Object object, String step, @Nullable Place outer) {}

  private NotSerializableSearch(String className) {
    this.className = className;
  }

  /** Refuses {@code root}, in which an object of the named class is not serializable. */
  static Refusal in(Object root, String className) {
    return new NotSerializableSearch(className).search(root);
  }

  private Refusal search(Object root) {
    Refusal refusal = new Refusal(className, "is not Serializable", null);
    add(root, "", null);
    for (Place place = places.poll(); place != null; place = places.poll()) {
      if (place.object.getClass().getName().equals(className)) {
        for (Place at = place; at.outer != null; at = at.outer) {
          refusal.inside(at.step);
        }
        return refusal;
      }
      try {
        open(place);
      } catch (RuntimeException | ReflectiveOperationException | LinkageError e) {
        // What cannot be opened is searched no further.
      }
    }
    return refusal; // without a path: user code wrote the object in a way of its own
  }

  private void add(@Nullable Object object, String step, @Nullable Place outer) {
    if (object != null && seen.size() < MOST_OBJECTS && seen.add(object)) {
      places.add(new Place(object, step, outer));
    }
  }

  private void open(Place place) throws ReflectiveOperationException {
    Object object = place.object;
    if (object instanceof Object[]) {
      for (int i = 0; i < Array.getLength(object); i++) {
        add(Array.get(object, i), "[" + i + "]", place);
      }
    } else if (object.getClass().getModule() == Object.class.getModule()) {
      openOfJdk(object, place);
    } else if (object.getClass().isHidden()) {
      openLambda(object, place);
    } else {
      openFields(object, place);
    }
  }

  /** The JDK's own fields are closed to reflection; its collections give what they hold. */
  private void openOfJdk(Object object, Place place) {
    if (object instanceof Collection<?> collection) {
      int index = 0;
      for (Object element : collection) {
        add(element, "[" + index++ + "]", place);
      }
    } else if (object instanceof Map<?, ?> map) {
      int index = 0;
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        add(entry.getKey(), "<key " + index + ">", place);
        add(entry.getValue(), Containers.step(entry.getKey(), index), place);
        index++;
      }
    }
  }

  private void openLambda(Object lambda, Place place) throws ReflectiveOperationException {
    Method writeReplace = lambda.getClass().getDeclaredMethod("writeReplace");
    writeReplace.setAccessible(true);
    if (writeReplace.invoke(lambda) instanceof SerializedLambda serialized) {
      String in = " of lambda in " + serialized.getCapturingClass().replace('/', '.');
      for (int i = 0; i < serialized.getCapturedArgCount(); i++) {
        Object captured = serialized.getCapturedArg(i);
        boolean isThis = i == 0 && isInstanceMethod(serialized);
        add(captured, "captured argument " + (i + 1) + (isThis ? " (this)" : "") + in, place);
      }
    }
  }

  /** Whether the body of the lambda is a method of the object around it, which it then holds. */
  private static boolean isInstanceMethod(SerializedLambda lambda) {
    return lambda.getImplMethodKind() != MethodHandleInfo.REF_invokeStatic
        && lambda.getImplMethodName().startsWith("lambda$");
  }

  private void openFields(Object object, Place place) throws ReflectiveOperationException {
    Class<?> type = object.getClass();
    while (type != null && Serializable.class.isAssignableFrom(type)) {
      for (Field field : type.getDeclaredFields()) {
        int modifiers = field.getModifiers();
        boolean written = !Modifier.isStatic(modifiers) && !Modifier.isTransient(modifiers);
        if (written && !field.getType().isPrimitive() && field.trySetAccessible()) {
          add(field.get(object), "." + field.getName(), place);
        }
      }
      type = type.getSuperclass();
    }
  }
}
