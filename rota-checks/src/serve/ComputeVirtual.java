import dev.rota.http.AsyncHandler;
import dev.rota.http.Request;
import dev.rota.http.Response;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** As Compute, in one of the JDK's own virtual threads for each request. */
final class ComputeVirtual implements AsyncHandler {
  private static final int STEPS_PER_MILLI = 600_000; // as there

  private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();

  @Override
  public CompletionStage<Response> handle(Request request) {
    int millis = Integer.parseInt(request.path().substring(1));
    return CompletableFuture.supplyAsync(() -> Response.text(compute(millis)), threads);
  }

  private static String compute(int millis) {
    long x = 1;
    for (int i = 0; i < millis * STEPS_PER_MILLI; i++) {
      x ^= x << 13;
      x ^= x >>> 7;
      x ^= x << 17;
    }
    return Long.toHexString(x);
  }
}
