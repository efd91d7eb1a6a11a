package dev.rota.cli.exec.command;

/** A part of a word of a command. */
sealed interface Part permits Part.Text, Place {

  /** What is the same for all inputs. */
  record Text(String literal) implements Part {
    static final Text NONE = new Text("");
  }
}
