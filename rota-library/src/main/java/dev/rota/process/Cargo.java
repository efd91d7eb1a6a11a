package dev.rota.process;

import org.jspecify.annotations.Nullable;

/** A task as it travels. */
final class Cargo {

  /** The task, as a part of a message. */
  final byte[] bytes;

  /** The function that the worker must know first, null for none. */
  final @Nullable ShippedFunction function;

  /** How much a worker reads that has seen nothing of it, in bytes. */
  int length() {
    return bytes.length + (function == null ? 0 : function.payload.length);
  }

  Cargo(byte[] bytes, @Nullable ShippedFunction function) {
    this.bytes = bytes;
    this.function = function;
  }
}
