import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.rota.http.AsyncHandler;
import dev.rota.http.Request;
import dev.rota.http.Response;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Waits by a timer, for as many milliseconds as the path says: /10. */
final class PauseAsync implements AsyncHandler {
  private final Response done = Response.text("done");

  @Override
  public CompletionStage<Response> handle(Request request) {
    long millis = Long.parseLong(request.path().substring(1));
    return new CompletableFuture<Response>().completeOnTimeout(done, millis, MILLISECONDS);
  }
}
