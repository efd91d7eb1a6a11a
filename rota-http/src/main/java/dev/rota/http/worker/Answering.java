package dev.rota.http.worker;

import static java.util.Objects.requireNonNull;

import dev.rota.http.AsyncHandler;
import dev.rota.http.Handler;
import dev.rota.http.Response;
import dev.rota.http.link.Row;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Asks the user's handler, of either kind, and sees to it that there is an answer. */
final class Answering {

  private final @Nullable Handler handler;
  private final @Nullable AsyncHandler asyncHandler;
  private final Row row;

  private final @Nullable LoopWatch watch;

  private Answering(
      @Nullable Handler handler,
      @Nullable AsyncHandler asyncHandler,
      Row row,
      @Nullable LoopWatch watch) {
    this.handler = handler;
    this.asyncHandler = asyncHandler;
    this.row = row;
    this.watch = watch;
  }

  /**
   * Makes the user's object.
   *
   * @throws ReflectiveOperationException if there is no such class, or it cannot be made
   * @throws IllegalArgumentException if it is no handler
   */
  static Answering with(String name, Row row) throws ReflectiveOperationException {
    var constructor = Class.forName(name).getDeclaredConstructor();
    constructor.setAccessible(true); // its class may be package-private
    Object made = constructor.newInstance();
    return switch (made) {
      case Handler handler -> new Answering(handler, null, row, null);
      case AsyncHandler handler -> new Answering(null, handler, row, null);
      default ->
          throw new IllegalArgumentException(
              name + " must implement dev.rota.http.Handler or AsyncHandler");
    };
  }

  /** Of a handler that is there. */
  static Answering by(Handler handler, Row row) {
    return new Answering(handler, null, row, null);
  }

  /** The same in event loops, which are watched while the handler is at it. */
  Answering watchedBy(LoopWatch watch) {
    return new Answering(handler, asyncHandler, row, watch);
  }

  /** In this thread; whatever comes of it, there will be an answer. */
  void answer(Exchange exchange) {
    CompletionStage<Response> stage;
    exchange.running(true);
    begins();
    try {
      stage = ask(exchange);
    } catch (Throwable e) { // the user's code may throw anything
      stage = CompletableFuture.failedStage(e);
    }
    boolean overdue = ends();
    exchange.running(false);
    if (overdue && exchange.answer(Answers.OVERDUE)) {
      row.add(Row.Count.OVERDUE, 1);
    }
    var _ = stage.whenComplete((response, failure) -> give(exchange, response, failure));
  }

  private CompletionStage<Response> ask(Exchange exchange) throws Exception {
    return handler != null
        ? CompletableFuture.completedStage(handler.handle(exchange.request))
        : requireNonNull(asyncHandler).handle(exchange.request);
  }

  private void begins() {
    if (watch != null) {
      watch.begins();
    }
  }

  private boolean ends() {
    return watch != null && watch.ends();
  }

  private void give(Exchange exchange, @Nullable Response response, @Nullable Throwable failure) {
    if (response != null) {
      boolean _ = exchange.answer(response);
      return;
    }
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (exchange.answer(Answers.FAILED)) {
      row.add(Row.Count.FAILED, 1);
      Diary.note("no answer to " + exchange.request, cause);
    }
  }
}
