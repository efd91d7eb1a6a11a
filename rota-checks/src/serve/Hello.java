import dev.rota.http.Handler;
import dev.rota.http.Request;
import dev.rota.http.Response;

/** Five bytes, always the same. */
final class Hello implements Handler {
  private final Response hello = Response.text("hello");

  @Override
  public Response handle(Request request) {
    return hello;
  }
}
