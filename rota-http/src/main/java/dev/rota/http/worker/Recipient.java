package dev.rota.http.worker;

import dev.rota.http.Response;

/** Who wants the answer of an exchange. */
@FunctionalInterface
interface Recipient {

  /** Takes the one answer, in any thread. */
  void send(Exchange exchange, Response response);
}
