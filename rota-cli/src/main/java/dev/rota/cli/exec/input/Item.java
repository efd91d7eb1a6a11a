package dev.rota.cli.exec.input;

import java.util.List;

/**
 * What one program is run for.
 *
 * @param number from 1 on, in the order of the inputs
 * @param values one of each list or column
 */
public record Item(long number, List<String> values) {

  /** The values in one line. */
  public String text() {
    return values.size() == 1 ? values.getFirst() : String.join(" ", values);
  }
}
