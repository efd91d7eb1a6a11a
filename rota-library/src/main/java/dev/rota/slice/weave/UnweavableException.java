package dev.rota.slice.weave;

/** Says why a class is left as it is. */
final class UnweavableException extends RuntimeException {
  UnweavableException(String reason) {
    super(reason, null, false, false);
  }
}
