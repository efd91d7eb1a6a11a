package dev.rota.cli.args;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A variable with its value, {@code NAME=VALUE}.
 *
 * @param name not empty
 * @param value may be
 */
public record Assignment(String name, String value) {

  /** From the command line. */
  public static final class Form implements ITypeConverter<Assignment> {
    @Override
    public Assignment convert(String text) {
      int sign = text.indexOf('=');
      if (sign < 1) {
        throw new TypeConversionException(
            "'" + text + "' is no variable with a value; allowed is NAME=VALUE");
      }
      return new Assignment(text.substring(0, sign), text.substring(sign + 1));
    }
  }
}
