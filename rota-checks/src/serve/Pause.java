import dev.rota.http.Handler;
import dev.rota.http.Request;
import dev.rota.http.Response;

/** Waits in its thread, for as many milliseconds as the path says: /10. */
final class Pause implements Handler {
  private final Response done = Response.text("done");

  @Override
  public Response handle(Request request) throws InterruptedException {
    Thread.sleep(Long.parseLong(request.path().substring(1)));
    return done;
  }
}
