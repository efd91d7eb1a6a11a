import dev.rota.http.Handler;
import dev.rota.http.Request;
import dev.rota.http.Response;

/** Says which process has answered, after a moment. */
final class Pid implements Handler {
  private final String pid = Long.toString(ProcessHandle.current().pid());

  @Override
  public Response handle(Request request) throws InterruptedException {
    if (request.path().equals("/pause")) {
      Thread.sleep(20);
    }
    return Response.text(pid);
  }
}
