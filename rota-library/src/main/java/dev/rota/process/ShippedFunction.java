package dev.rota.process;

import dev.rota.TaskFunction;

/** A function as it travels: once to each worker that is given calls of it. */
final class ShippedFunction {

  final long id;
  final TaskFunction<?, ?> function;
  final byte[] payload;

  ShippedFunction(long id, TaskFunction<?, ?> function, byte[] payload) {
    this.id = id;
    this.function = function;
    this.payload = payload;
  }
}
