package dev.rota.http.serve;

import dev.rota.http.AsyncHandler;
import dev.rota.http.Handler;
import dev.rota.http.Request;
import dev.rota.http.Response;
import java.io.FileInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What the services of the tests answer with. */
final class Handlers {

  private Handlers() {}

  /** Does what the path says. */
  static final class Obedient implements Handler {

    private static final int LEAK = 400;

    private final Queue<Object> leaked = new ConcurrentLinkedQueue<>();
    private volatile String condition = "/turn-well";

    private Response health() throws InterruptedException {
      return switch (condition) {
        case "/turn-sick" -> Response.of(503);
        case "/turn-slow" -> {
          Thread.sleep(60_000);
          yield Response.of(200);
        }
        case "/turn-deaf" -> {
          while (condition.equals("/turn-deaf")) {
            LockSupport.park();
            boolean _ = Thread.interrupted(); // it does not listen
          }
          yield Response.of(200);
        }
        default -> Response.of(200);
      };
    }

    private static String pid() {
      return Long.toString(ProcessHandle.current().pid());
    }

    @Override
    public Response handle(Request request) throws Exception {
      return switch (request.path()) {
        case "/pid" -> Response.text(pid());
        case "/health" -> health();
        case "/turn-sick", "/turn-slow", "/turn-deaf" -> {
          condition = request.path();
          yield Response.text(pid());
        }
        case "/leak-files" -> {
          for (int i = 0; i < LEAK; i++) {
            leaked.add(new FileInputStream("/dev/null"));
          }
          yield Response.text(pid());
        }
        case "/leak-memory" -> {
          for (int i = 0; i < LEAK; i++) {
            leaked.add(new byte[900 << 10]);
          }
          yield Response.text(pid());
        }
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
        case "/header" -> Response.text(request.header("a").orElse("none"));
        case "/secure" -> Response.text(Boolean.toString(request.isSecure()));
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

  /** Reads the file that is asked for. */
  static final class Nosy implements Handler {
    @Override
    public Response handle(Request request) throws Exception {
      return request.path().equals("/pid")
          ? Response.text(Long.toString(ProcessHandle.current().pid()))
          : Response.text(Files.readString(Path.of(request.path())));
    }
  }

  /** Never well. */
  static final class Sick implements Handler {
    @Override
    public Response handle(Request request) {
      return Response.of(500);
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
