package dev.rota.cli.args;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * One or more characters that separate things: as they are, or {@code \t \n \r \0 \\}, or {@code
 * tab}.
 */
public final class Delimiters implements ITypeConverter<String> {
  private final boolean single;

  /**
   * Sets what is allowed.
   *
   * @param single only one byte
   */
  public Delimiters(boolean single) {
    this.single = single;
  }

  @Override
  public String convert(String value) {
    var text = value.equals("tab") ? "\t" : unescape(value);
    if (text.isEmpty() || (single && (text.length() > 1 || text.charAt(0) > 0x7f))) {
      throw new TypeConversionException(
          "'"
              + value
              + "' cannot separate anything; allowed is "
              + (single ? "one character of ASCII" : "one character or more")
              + ", or \\t \\n \\r \\0 \\\\");
    }
    return text;
  }

  private static String unescape(String value) {
    var text = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' && i + 1 < value.length()) {
        i++;
        c =
            switch (value.charAt(i)) {
              case 't' -> '\t';
              case 'n' -> '\n';
              case 'r' -> '\r';
              case '0' -> '\0';
              default -> value.charAt(i);
            };
      }
      text.append(c);
    }
    return text.toString();
  }
}
