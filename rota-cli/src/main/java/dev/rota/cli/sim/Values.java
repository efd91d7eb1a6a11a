package dev.rota.cli.sim;

import dev.rota.cli.args.Durations;
import dev.rota.cli.args.UserError;
import dev.rota.simulate.Costs;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/**
 * Values as users write them, on the command line and in files. Each is told where it stands, for
 * the complaint.
 */
final class Values {
  static final Duration LONGEST = Duration.ofHours(10_000);
  static final int LONGEST_NAME = 100;

  private static final Pattern MILLIS = Pattern.compile("[0-9]{1,11}(\\.[0-9]{1,6})?");
  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,6})?");
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");
  private static final Pattern NOTHING = Pattern.compile("0{1,12}(us|ms|s|m|h)?");
  private static final int SHOWN = 60;

  private Values() {}

  /** A duration above zero, in nanoseconds. */
  static long time(String where, String text) {
    Duration duration;
    try {
      duration = new Durations().convert(text);
    } catch (TypeConversionException e) {
      throw new UserError(
          where
              + ": "
              + quoted(text)
              + " is not a duration above zero; allowed is a whole number with us, ms, s, m or h,"
              + " such as 500us or 30ms");
    } catch (ArithmeticException e) { // more than Duration can hold
      throw tooLong(where, text);
    }
    if (duration.compareTo(LONGEST) > 0) {
      throw tooLong(where, text);
    }
    return duration.toNanos();
  }

  /** What a machine takes for itself: a duration that may be zero. */
  static long cost(String where, String text) {
    long nanos = NOTHING.matcher(text).matches() ? 0 : time(where, text);
    if (nanos > Costs.MAX_NANOS) {
      throw new UserError(where + ": " + quoted(text) + " is more than a day, the most allowed");
    }
    return nanos;
  }

  /** When a task arrives: a number of milliseconds, or a duration. */
  static long instant(String where, String text) {
    if (!MILLIS.matcher(text).matches()) {
      if (text.isEmpty() || Character.isDigit(text.charAt(text.length() - 1))) {
        throw new UserError(
            where
                + ": "
                + quoted(text)
                + " is no arrival; allowed is a number of milliseconds such as 0 or 2.5, or a"
                + " duration such as 30ms");
      }
      return NOTHING.matcher(text).matches() ? 0 : time(where, text);
    }
    var nanos = new BigDecimal(text).movePointRight(6).longValueExact();
    if (nanos > LONGEST.toNanos()) {
      throw tooLong(where, text);
    }
    return nanos;
  }

  static double weight(String where, String text) {
    if (!DECIMAL.matcher(text).matches() || new BigDecimal(text).signum() == 0) {
      throw new UserError(
          where
              + ": "
              + quoted(text)
              + " is no weight; allowed is a number above 0 and below 1000000, such as 3 or 0.5");
    }
    return Double.parseDouble(text);
  }

  static long whole(String where, String text, long least, long most) {
    if (WHOLE.matcher(text).matches()) {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw new UserError(
        where + ": " + quoted(text) + " is out of range; allowed is " + least + " to " + most);
  }

  /** A name, or the path of a group: something that can be printed on a line. */
  static String name(String where, String text) {
    if (text.isBlank()
        || text.length() > LONGEST_NAME
        || !text.codePoints().allMatch(Values::shows)) {
      throw new UserError(
          where
              + ": "
              + quoted(text)
              + " is no name; allowed are 1 to "
              + LONGEST_NAME
              + " characters that can be printed");
    }
    return text;
  }

  private static boolean shows(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static UserError tooLong(String where, String text) {
    return new UserError(
        where
            + ": "
            + quoted(text)
            + " is too long; allowed is at most "
            + LONGEST.toHours()
            + "h");
  }

  /** The text as a complaint can show it. */
  static String quoted(String text) {
    var shown = new StringBuilder("'");
    text.codePoints()
        .limit(SHOWN)
        .forEach(character -> shown.appendCodePoint(shows(character) ? character : '?'));
    return shown.append(text.codePointCount(0, text.length()) > SHOWN ? "...'" : "'").toString();
  }
}
