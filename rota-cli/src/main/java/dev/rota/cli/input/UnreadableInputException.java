package dev.rota.cli.input;

/** The inputs cannot be read on, after some of them were. */
public final class UnreadableInputException extends RuntimeException {
  UnreadableInputException(String message) {
    super(message);
  }
}
