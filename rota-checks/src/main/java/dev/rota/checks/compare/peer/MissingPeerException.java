package dev.rota.checks.compare.peer;

/** A peer cannot be had on this machine; the message says why. */
public final class MissingPeerException extends Exception {

  MissingPeerException(String reason) {
    super(reason);
  }
}
