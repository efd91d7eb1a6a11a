package dev.rota.cli.function;

import dev.rota.NotShippableException;
import java.io.File;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Turns a result into what JSON has a form for: null, booleans, numbers, strings, arrays of
 * primitives, lists, and maps with strings as keys. A record becomes a map of its components in
 * their order, an enum its name, bytes base64, dates, paths and the like their text. All else is
 * refused with its class and where it was found.
 */
final class PlainData {
  private static final int MOST_NESTING = 150; // the codec allows a little more
  private static final String ALLOWED =
      "; allowed are strings, numbers, booleans, enums, records, arrays,"
          + " collections, maps, optionals, java.time, UUID, URI and Path";

  /** A record class's components, looked up once. */
  private static final ClassValue<RecordComponent[]> COMPONENTS =
      new ClassValue<>() {
        @Override
        protected RecordComponent[] computeValue(Class<?> type) {
          return type.getRecordComponents();
        }
      };

  private final Deque<String> path = new ArrayDeque<>();
  private final Set<Object> around = Collections.newSetFromMap(new IdentityHashMap<>());

  private PlainData() {}

  static @Nullable Object of(@Nullable Object value) throws Exception {
    var walk = new PlainData();
    walk.path.addLast(value == null ? "" : value.getClass().getSimpleName());
    return walk.plain(value);
  }

  private @Nullable Object plain(@Nullable Object value) throws Exception {
    return switch (value) {
      case null -> null;
      case String _, Boolean _, Integer _, Long _, Double _, Float _, Short _, Byte _ -> value;
      case BigInteger _, BigDecimal _ -> value;
      case byte[] bytes -> Base64.getEncoder().encodeToString(bytes);
      case Enum<?> constant -> constant.name();
      case Optional<?> optional -> plain(optional.orElse(null));
      case OptionalInt optional -> optional.isPresent() ? optional.getAsInt() : null;
      case OptionalLong optional -> optional.isPresent() ? optional.getAsLong() : null;
      case OptionalDouble optional -> optional.isPresent() ? optional.getAsDouble() : null;
      default -> hasText(value) ? value.toString() : compound(value);
    };
  }

  private static boolean hasText(Object value) {
    return switch (value) {
      case CharSequence _, Character _, UUID _, URI _, URL _, Path _, File _ -> true;
      default -> value.getClass().getPackageName().equals("java.time");
    };
  }

  private Object compound(Object value) throws Exception {
    if (value.getClass().isArray() && value.getClass().componentType().isPrimitive()) {
      return value;
    }
    if (!around.add(value)) {
      throw refuse(value, "contains itself");
    }
    if (around.size() > MOST_NESTING) {
      throw refuse(value, "is nested more than " + MOST_NESTING + " deep");
    }
    Object plain =
        switch (value) {
          case Record data -> ofRecord(data);
          case Map<?, ?> map -> ofMap(map);
          case Collection<?> collection -> ofElements(collection);
          case Object[] array -> ofElements(Arrays.asList(array));
          default -> throw refuse(value, "has no form in the output" + ALLOWED);
        };
    around.remove(value);
    return plain;
  }

  private Map<String, @Nullable Object> ofRecord(Record data) throws Exception {
    var components = COMPONENTS.get(data.getClass());
    var plain = LinkedHashMap.<String, @Nullable Object>newLinkedHashMap(components.length);
    for (var component : components) {
      path.addLast("." + component.getName());
      plain.put(component.getName(), plain(read(data, component)));
      path.removeLast();
    }
    return plain;
  }

  private @Nullable Object read(Record data, RecordComponent component) throws Exception {
    try {
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(data);
    } catch (InaccessibleObjectException e) {
      throw refuse(data, "is closed to reflection");
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception thrown ? thrown : e;
    }
  }

  private Map<String, @Nullable Object> ofMap(Map<?, ?> map) throws Exception {
    var plain = LinkedHashMap.<String, @Nullable Object>newLinkedHashMap(map.size());
    for (var entry : map.entrySet()) {
      var key = key(entry.getKey());
      path.addLast("[" + key + "]");
      if (plain.containsKey(key)) {
        throw refuse(map, "has two keys with the same text");
      }
      plain.put(key, plain(entry.getValue()));
      path.removeLast();
    }
    return plain;
  }

  private String key(@Nullable Object key) throws Exception {
    path.addLast(".key");
    var plain = plain(key);
    switch (plain) {
      case null -> {}
      case String _, Number _, Boolean _ -> {}
      default -> throw refuse(plain, "is no key of a JSON object");
    }
    path.removeLast();
    return String.valueOf(plain);
  }

  private List<@Nullable Object> ofElements(Collection<?> elements) throws Exception {
    var plain = new ArrayList<@Nullable Object>(elements.size());
    for (var element : elements) {
      path.addLast("[" + plain.size() + "]");
      plain.add(plain(element));
      path.removeLast();
    }
    return plain;
  }

  private NotShippableException refuse(Object value, String why) {
    var where = path.size() == 1 ? "" : String.join("", path);
    return new NotShippableException(value.getClass().getName(), where, why);
  }
}
