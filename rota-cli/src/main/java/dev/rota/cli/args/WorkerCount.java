package dev.rota.cli.args;

import dev.rota.PoolBuilder;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of workers, {@code 4}, or in percent of the processors, {@code 150%}; at least one. */
public final class WorkerCount implements ITypeConverter<Integer> {
  private static final Pattern FORM = Pattern.compile("(?<number>[0-9]{1,9})(?<percent>%?)");

  private final int processors;

  public WorkerCount(int processors) {
    this.processors = processors;
  }

  @Override
  public Integer convert(String value) {
    if (value.equals("auto")) {
      throw new TypeConversionException("'auto' is not there yet; " + allowed());
    }
    var form = FORM.matcher(value);
    if (!form.matches()) {
      throw new TypeConversionException("'" + value + "' is not a number of workers; " + allowed());
    }
    long number = Long.parseLong(form.group("number"));
    if (!form.group("percent").isEmpty() && number > 0) {
      number = Math.max(1, Math.round(number / 100.0 * processors));
    }
    if (number < 1 || number > PoolBuilder.MAX_WORKERS) {
      throw new TypeConversionException("'" + value + "' is out of range; " + allowed());
    }
    return (int) number;
  }

  private static String allowed() {
    return "allowed is 1 to "
        + PoolBuilder.MAX_WORKERS
        + ", or a percentage of the processors such as 150%";
  }
}
