package dev.rota.cli.args;

import dev.rota.PoolBuilder;
import dev.rota.Workers;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A number of workers, {@code 4}, or in percent of the processors, {@code 150%}, at least one; or
 * {@code auto}, the number that achieves most.
 */
public final class WorkerCount implements ITypeConverter<Workers> {
  private static final Pattern FORM = Pattern.compile("(?<number>[0-9]{1,9})(?<percent>%?)");

  private static final int MOST = 64;
  private static final int EACH = 4;

  private final int processors;

  public WorkerCount(int processors) {
    this.processors = processors;
  }

  /**
   * Within which bounds the number is looked for. 64 at once is what services behind a network
   * usually bear from one client; machines with many processors need some times theirs.
   */
  private Workers auto() {
    return Workers.adaptive(1, Math.max(MOST, EACH * processors));
  }

  @Override
  public Workers convert(String value) {
    if (value.equals("auto")) {
      return auto();
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
    return Workers.fixed((int) number);
  }

  private static String allowed() {
    return "allowed is 1 to "
        + PoolBuilder.MAX_WORKERS
        + ", a percentage of the processors such as 150%, or auto";
  }
}
