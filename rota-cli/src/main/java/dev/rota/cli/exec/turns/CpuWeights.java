package dev.rota.cli.exec.turns;

import dev.rota.cli.exec.input.Item;
import dev.rota.program.Program;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What the kernel is to give each program of the processors, beside the others.
 *
 * @param rules the first that matches an input counts
 */
public record CpuWeights(List<Rule> rules) {
  private static final int USUAL = 100;
  private static final String ALL = ".*";

  /** The weight of the inputs that match. */
  public record Rule(Pattern pattern, int weight) {}

  /** Of the program for an input. */
  public int of(Item item) {
    for (var rule : rules) {
      if (rule.pattern.matcher(item.text()).matches()) {
        return rule.weight;
      }
    }
    return USUAL;
  }

  /** The largest that there can be. */
  public int largest() {
    int largest = 0;
    for (var rule : rules) {
      largest = Math.max(largest, rule.weight);
    }
    return rules.getLast().pattern.pattern().equals(ALL) ? largest : Math.max(largest, USUAL);
  }

  /** From the command line: {@code [PATTERN=]WEIGHT}. */
  static final class Form implements ITypeConverter<Rule> {
    @Override
    public Rule convert(String text) {
      int sign = text.lastIndexOf('=');
      var glob = sign < 0 ? "*" : text.substring(0, sign);
      try {
        int weight = Integer.parseInt(text.substring(sign + 1));
        if (weight >= 1 && weight <= Program.MOST_WEIGHT) {
          return new Rule(dev.rota.cli.exec.turns.Rule.glob(glob), weight);
        }
      } catch (NumberFormatException e) {
        // said below
      } catch (PatternSyntaxException e) {
        throw new TypeConversionException("'" + glob + "' is not a glob");
      }
      throw new TypeConversionException(
          "'"
              + text
              + "' is no weight; allowed is [PATTERN=]WEIGHT, 1 to "
              + Program.MOST_WEIGHT
              + ", such as '*.mkv=200'");
    }
  }
}
