package dev.rota.http.serve;

/** A service cannot be started, or cannot do what it was asked for; the message says why. */
public final class ServiceException extends RuntimeException {

  private static final long serialVersionUID = 1;

  ServiceException(String message) {
    super(message);
  }

  ServiceException(String message, Throwable cause) {
    super(message, cause);
  }
}
