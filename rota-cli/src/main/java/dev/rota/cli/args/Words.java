package dev.rota.cli.args;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
  private final Set<String> later;

  /**
   * The names of the constants in lower case.
   *
   * @param later words that will be allowed one day
   */
  public Words(Class<E> type, String... later) {
    this.later = Set.of(later);
    for (var constant : type.getEnumConstants()) {
      words.put(constant.name().toLowerCase(Locale.ROOT), constant);
    }
  }

  @Override
  public E convert(String value) {
    var constant = words.get(value);
    if (constant == null) {
      throw new TypeConversionException(
          "'"
              + value
              + "' is "
              + (later.contains(value) ? "not there yet" : "not known")
              + "; allowed are "
              + String.join(" and ", words.keySet()));
    }
    return constant;
  }
}
