package dev.rota.cli.args;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * One of a few words.
 *
 * @param <E> what the words stand for
 */
public final class Words<E extends Enum<E>> implements ITypeConverter<E> {
  private final Map<String, E> words = new TreeMap<>();

  /** The names of the constants in lower case, with hyphens. */
  public Words(Class<E> type) {
    for (var constant : type.getEnumConstants()) {
      words.put(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'), constant);
    }
  }

  @Override
  public E convert(String value) {
    var constant = words.get(value);
    if (constant == null) {
      throw new TypeConversionException("'" + value + "' is not known; allowed are " + all());
    }
    return constant;
  }

  private String all() {
    var names = List.copyOf(words.keySet());
    int last = names.size() - 1;
    return String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }
}
