package dev.rota.wire;

import java.io.IOException;

/** The other process said something that a sane one cannot say. */
public final class ProtocolException extends IOException {

  private static final long serialVersionUID = 1;

  /** Says what it said. */
  public ProtocolException(String message) {
    super(message);
  }
}
