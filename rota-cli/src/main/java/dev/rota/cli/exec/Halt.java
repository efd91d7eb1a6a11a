package dev.rota.cli.exec;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * When a run is to end before its inputs do.
 *
 * @param now whether programs that run are ended, or only no more are started
 * @param success whether successes count, or failures
 * @param number how many, or how many in a hundred of those that have ended
 */
record Halt(boolean now, boolean success, int number, boolean percent) {
  private static final int FEWEST_FOR_PERCENT = 3;

  boolean isReached(long succeeded, long failed) {
    long count = success ? succeeded : failed;
    long ended = succeeded + failed;
    return percent ? ended >= FEWEST_FOR_PERCENT && 100 * count >= number * ended : count >= number;
  }

  /** From the form that users of GNU parallel know. */
  static final class Form implements ITypeConverter<Halt> {
    private static final Pattern FORM =
        Pattern.compile("(now|soon),(fail|success)=([1-9][0-9]{0,8})(%?)");

    @Override
    public Halt convert(String value) {
      var form = FORM.matcher(value);
      if (!form.matches()) {
        throw new TypeConversionException(
            "'"
                + value
                + "' is not understood; allowed is now or soon, a comma, fail=N, fail=N%, success=N"
                + " or success=N%, such as now,fail=1");
      }
      return new Halt(
          form.group(1).equals("now"),
          form.group(2).equals("success"),
          Integer.parseInt(form.group(3)),
          !form.group(4).isEmpty());
    }
  }
}
