import dev.rota.http.AsyncHandler;
import dev.rota.http.Request;
import dev.rota.http.Response;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** As Pause, in one of the JDK's own virtual threads for each request. */
final class PauseVirtual implements AsyncHandler {
  private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Response done = Response.text("done");

  @Override
  public CompletionStage<Response> handle(Request request) {
    long millis = Long.parseLong(request.path().substring(1));
    return CompletableFuture.supplyAsync(() -> pause(millis), threads);
  }

  private Response pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return done;
  }
}
