package dev.rota.cli.exec.turns;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code PATTERN=[GROUP:]WEIGHT}: the share of the inputs that match a glob. */
record Rule(Pattern pattern, Share share) {

  boolean matches(String input) {
    return pattern.matcher(input).matches();
  }

  /**
   * {@code *} stands for any characters, also slashes, {@code ?} for one, {@code [a-z]} and {@code
   * [!a]} for one of some; a backslash takes the meaning away.
   *
   * @param glob text
   * @return for inputs, of which each byte is a character
   */
  static Pattern glob(String glob) {
    var bytes = new String(glob.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    var regex = new StringBuilder();
    for (int i = 0; i < bytes.length(); i++) {
      char c = bytes.charAt(i);
      int close = c == '[' ? bytes.indexOf(']', i + 2) : -1;
      if (c == '*') {
        regex.append(".*");
      } else if (c == '?') {
        regex.append('.');
      } else if (close > 0) {
        var inside = bytes.substring(i + 1, close);
        boolean not = inside.startsWith("!");
        regex.append(not ? "[^" : "[");
        regex.append(inside.substring(not ? 1 : 0).replaceAll("[\\[\\]\\\\^&]", "\\\\$0"));
        regex.append(']');
        i = close;
      } else {
        i += c == '\\' && i + 1 < bytes.length() ? 1 : 0;
        regex.append(Pattern.quote(bytes.substring(i, i + 1)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  /** From the command line. */
  static final class Form implements ITypeConverter<Rule> {
    @Override
    public Rule convert(String text) {
      int sign = text.lastIndexOf('=');
      if (sign < 1) {
        throw new TypeConversionException(
            "'" + text + "' is no share; allowed is PATTERN=[GROUP:]WEIGHT, such as '*.mkv=2'");
      }
      try {
        return new Rule(glob(text.substring(0, sign)), Share.parse(text.substring(sign + 1)));
      } catch (PatternSyntaxException e) {
        throw new TypeConversionException("'" + text.substring(0, sign) + "' is not a glob");
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
