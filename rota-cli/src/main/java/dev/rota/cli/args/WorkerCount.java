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
  private final int most;

  /** A number for a pool. */
  public WorkerCount(int processors) {
    this(processors, PoolBuilder.MAX_WORKERS);
  }

  /** A number of at most so many. */
  public WorkerCount(int processors, int most) {
    this.processors = processors;
    this.most = most;
  }

  /**
   * Within which bounds the number is looked for. 64 at once is what services behind a network
   * usually bear from one client; machines with many processors need some times theirs.
   */
  private Workers auto() {
    return Workers.adaptive(1, Math.clamp((long) EACH * processors, MOST, most));
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
    if (number < 1 || number > most) {
      throw new TypeConversionException("'" + value + "' is out of range; " + allowed());
    }
    return Workers.fixed((int) number);
  }

  private String allowed() {
    return "allowed is 1 to " + most + ", a percentage of the processors such as 150%, or auto";
  }
}
