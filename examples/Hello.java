import dev.rota.http.Handler;
import dev.rota.http.Request;
import dev.rota.http.Response;

/** Answers every request with a greeting: rota serve examples/Hello.java --model prefork */
public class Hello implements Handler {
  @Override
  public Response handle(Request request) {
    return Response.text("Hello\n");
  }
}
