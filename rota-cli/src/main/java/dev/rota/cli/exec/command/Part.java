package dev.rota.cli.exec.command;

import dev.rota.cli.exec.input.Item;

/** A part of a word of a command. */
sealed interface Part permits Part.Text, Place {

  /**
   * What it is for an input.
   *
   * @param quoted whether a shell will read it
   */
  void appendTo(StringBuilder text, Item item, int seat, boolean quoted);

  /** What is the same for all inputs. */
  record Text(String literal) implements Part {
    @Override
    public void appendTo(StringBuilder text, Item item, int seat, boolean quoted) {
      text.append(literal);
    }
  }
}
