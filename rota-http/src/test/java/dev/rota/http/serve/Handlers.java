package dev.rota.http.serve;

import dev.rota.http.AsyncHandler;
import dev.rota.http.Handler;
import dev.rota.http.Request;
import dev.rota.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** What the services of the tests answer with. */
final class Handlers {

  private Handlers() {}

  /** Does what the path says. */
  static final class Obedient implements Handler {
    @Override
    public Response handle(Request request) throws Exception {
      return switch (request.path()) {
        case "/pid" -> Response.text(Long.toString(ProcessHandle.current().pid()));
        case "/echo" -> Response.bytes("application/octet-stream", request.body());
        case "/query" -> Response.text(request.parameter("a").orElse("none"));
        case "/throw" -> throw new IllegalStateException("as told");
        case "/crash" -> {
          Runtime.getRuntime().halt(7);
          yield Response.of(204);
        }
        case "/sleep" -> {
          Thread.sleep(Long.parseLong(request.query()));
          yield Response.text("slept");
        }
        case "/spin" -> {
          long x = 0;
          while (!request.path().isEmpty()) {
            x++;
          }
          yield Response.text(Long.toString(x));
        }
        case "/flood" -> {
          for (int i = 0; i < 100; i++) {
            System.out.println("x".repeat(1 << 16));
          }
          yield Response.of(204);
        }
        case "/large" -> Response.bytes("text/plain", new byte[8 << 20]);
        default -> Response.text("hello " + request.path());
      };
    }
  }

  /** The same without waiting: a timer answers. */
  static final class Patient implements AsyncHandler {
    @Override
    public CompletionStage<Response> handle(Request request) throws Exception {
      if (request.path().equals("/later")) {
        return CompletableFuture.supplyAsync(
            () -> Response.text("later"),
            CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS));
      }
      if (request.path().equals("/never")) {
        return new CompletableFuture<>();
      }
      return CompletableFuture.completedFuture(new Obedient().handle(request));
    }
  }

  /** Cannot be made. */
  static final class Unfit implements Handler {
    Unfit() {
      throw new IllegalStateException("unfit");
    }

    @Override
    public Response handle(Request request) {
      return Response.bytes("text/plain", "never".getBytes(StandardCharsets.UTF_8));
    }
  }
}
