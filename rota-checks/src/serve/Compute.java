import dev.rota.http.Handler;
import dev.rota.http.Request;
import dev.rota.http.Response;

/** Computes, for about as many milliseconds as the path says: /2. */
final class Compute implements Handler {
  /** Of a chain of multiplications, about a millisecond at 3 GHz. */
  private static final int STEPS_PER_MILLI = 700_000;

  @Override
  public Response handle(Request request) {
    return Response.text(compute(Integer.parseInt(request.path().substring(1))));
  }

  private static String compute(int millis) {
    long x = 1;
    for (int i = 0; i < millis * STEPS_PER_MILLI; i++) {
      x = x * 6364136223846793005L + 1442695040888963407L;
    }
    return Long.toHexString(x);
  }
}
