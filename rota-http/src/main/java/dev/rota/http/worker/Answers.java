package dev.rota.http.worker;

import dev.rota.http.Response;

/** What is answered when no handler is asked, or has no answer. */
final class Answers {

  static final Response BAD_REQUEST = of(400, "bad request");
  static final Response REQUEST_TIMEOUT = of(408, "the request took too long to arrive");
  static final Response BODY_TOO_LARGE = of(413, "the body is too large");
  static final Response URI_TOO_LONG = of(414, "the target is too long");
  static final Response HEADERS_TOO_LARGE = of(431, "the headers are too large");
  static final Response FAILED = of(500, "internal error");
  static final Response FULL = of(503, "too much to do").withHeader("retry-after", "1");
  static final Response DRAINING = of(503, "about to end");
  static final Response OVERDUE = of(504, "it took too long");

  /** Nobody reads it; the status is what nginx logs then. */
  static final Response GONE = Response.of(499);

  private Answers() {}

  private static Response of(int status, String text) {
    return Response.of(status).withText(text + "\n");
  }
}
