package dev.rota.wire;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that are not a value this side can or will build: damaged, hostile, or of a class that is
 * missing, differs or refuses its fields. The only way in which {@link ValueReader} fails; checked,
 * so that no caller forgets that the other process may have written anything.
 */
public final class MalformedValueException extends IOException {

  private static final long serialVersionUID = 1;

  MalformedValueException(String message) {
    super(message);
  }

  MalformedValueException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
