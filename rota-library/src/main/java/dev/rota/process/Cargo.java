package dev.rota.process;

import org.jspecify.annotations.Nullable;

/** A task as it travels. */
final class Cargo {

  /** The kind of message that brings it. */
  final int kind;

  /** The task, or the function's id and its argument. */
  final byte[] payload;

  /** The function that the worker must know first, null for none. */
  final @Nullable ShippedFunction function;

  Cargo(int kind, byte[] payload, @Nullable ShippedFunction function) {
    this.kind = kind;
    this.payload = payload;
    this.function = function;
  }
}
