package dev.rota.http;

import java.util.concurrent.CompletionStage;

/**
 * Answers requests and never blocks: under the event models it is called by an event loop, which
 * has other connections to care for.
 *
 * <p>A class that implements it has a constructor without parameters. There is one object in each
 * worker process, and it is to be safe for many threads.
 */
@FunctionalInterface
public interface AsyncHandler {

  /**
   * Begins to answer a request. What it throws, and what the stage ends with if it fails, is
   * answered by status 500.
   *
   * @param request the request
   * @return ends with the answer, in any thread
   * @throws Exception if there is no answer
   */
  CompletionStage<Response> handle(Request request) throws Exception;
}
