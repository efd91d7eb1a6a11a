package dev.rota.http;

/**
 * Answers requests, and may take its time: it blocks a thread, or a worker, but no event loop.
 *
 * <p>A class that implements it has a constructor without parameters. There is one object in each
 * worker process, and as many calls at a time as the {@linkplain Model model} says, so it is to be
 * safe for many threads unless it is only for {@link Model#PREFORK}.
 */
@FunctionalInterface
public interface Handler {

  /**
   * Answers a request. What it throws is answered by status 500; it is interrupted when the
   * request's time is over.
   *
   * @param request the request
   * @return the answer
   * @throws Exception if there is no answer
   */
  Response handle(Request request) throws Exception;
}
