package dev.rota.http.worker;

/** Has handlers called, in the threads that the model says. */
interface Calls {

  /**
   * Has a request answered, now or later. Called by the connection's event loop.
   *
   * @param exchange gets its answer in any thread
   */
  void call(Exchange exchange);

  /**
   * A handler ran over its time and did not end when it was interrupted. In an event loop it has
   * returned long ago: what is late is its stage.
   *
   * @param exchange was answered meanwhile
   */
  default void stuck(Exchange exchange) {}
}
