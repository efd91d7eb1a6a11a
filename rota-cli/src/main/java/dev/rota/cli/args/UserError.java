package dev.rota.cli.args;

/** A mistake of the user's that the parser could not see, such as a file that is not there. */
public final class UserError extends RuntimeException {
  private final String line;

  /** Takes the one line that is printed: what is wrong, with the value at fault. */
  public UserError(String line) {
    super(line);
    this.line = line;
  }

  /** The line, without the command's name before it. */
  public String line() {
    return line;
  }
}
