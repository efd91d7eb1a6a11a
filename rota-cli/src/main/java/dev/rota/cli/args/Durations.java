package dev.rota.cli.args;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as users write them: {@code 100us 10ms 5s 2m 1h}. */
public final class Durations implements ITypeConverter<Duration> {
  private static final Pattern FORM = Pattern.compile("(?<number>[0-9]{1,12})(?<unit>us|ms|s|m|h)");
  private static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "us", ChronoUnit.MICROS,
          "ms", ChronoUnit.MILLIS,
          "s", ChronoUnit.SECONDS,
          "m", ChronoUnit.MINUTES,
          "h", ChronoUnit.HOURS);

  @Override
  public Duration convert(String value) {
    var form = FORM.matcher(value);
    var unit = form.matches() ? UNITS.get(form.group("unit")) : null;
    if (unit == null) {
      throw new TypeConversionException(
          "'"
              + value
              + "' is not a duration; allowed is a whole number with us,"
              + " ms, s, m or h, such as 500ms or 5s");
    }
    var duration = Duration.of(Long.parseLong(form.group("number")), unit);
    if (duration.isZero()) {
      throw new TypeConversionException(
          "'" + value + "' is no time at all; allowed is anything above zero");
    }
    return duration;
  }
}
