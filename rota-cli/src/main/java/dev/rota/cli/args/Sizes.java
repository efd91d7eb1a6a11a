package dev.rota.cli.args;

import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Sizes as users write them, {@code 64k 256m 2g}, in bytes. */
public final class Sizes implements ITypeConverter<Long> {
  private static final Pattern FORM = Pattern.compile("(?<number>[0-9]{1,9})(?<unit>[kmgKMG])");

  private final String leastText;
  private final long least;

  /** Refuses sizes below {@code least}. */
  public Sizes(String least) {
    this.leastText = least;
    this.least = bytes(least);
  }

  @Override
  public Long convert(String value) {
    long bytes = bytes(value);
    if (bytes < least) {
      throw new TypeConversionException(
          "'" + value + "' is too small; allowed is " + leastText + " or more");
    }
    return bytes;
  }

  private static long bytes(String value) {
    var form = FORM.matcher(value);
    if (!form.matches()) {
      throw new TypeConversionException(
          "'" + value + "' is not a size; allowed is a whole number with k, m or g, such as 256m");
    }
    long number = Long.parseLong(form.group("number"));
    return switch (form.group("unit").toLowerCase(Locale.ROOT)) {
      case "k" -> number << 10;
      case "m" -> number << 20;
      default -> number << 30;
    };
  }
}
