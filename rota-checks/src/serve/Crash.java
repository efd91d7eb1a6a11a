import dev.rota.http.Handler;
import dev.rota.http.Request;
import dev.rota.http.Response;

/** Halts its process when asked for /crash. */
final class Crash implements Handler {
  private final Response fine = Response.text("fine");

  @Override
  public Response handle(Request request) {
    if (request.path().equals("/crash")) {
      Runtime.getRuntime().halt(1);
    }
    return fine;
  }
}
