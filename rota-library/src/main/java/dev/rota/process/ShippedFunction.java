package dev.rota.process;

/** A function as it travels: once to each worker that is given calls of it. */
final class ShippedFunction {

  final long id;
  final byte[] payload;

  ShippedFunction(long id, byte[] payload) {
    this.id = id;
    this.payload = payload;
  }
}
