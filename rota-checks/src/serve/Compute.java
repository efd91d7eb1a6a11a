import dev.rota.http.Handler;
import dev.rota.http.Request;
import dev.rota.http.Response;

/** Computes, for about as many milliseconds as the path says: /2. */
final class Compute implements Handler {
  /**
   * About a millisecond at 3 GHz; compilers shorten a chain of multiplications, but not this one.
   */
  private static final int STEPS_PER_MILLI = 600_000;

  @Override
  public Response handle(Request request) {
    return Response.text(compute(Integer.parseInt(request.path().substring(1))));
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
