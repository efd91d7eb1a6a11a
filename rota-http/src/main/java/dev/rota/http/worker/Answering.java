package dev.rota.http.worker;

import dev.rota.http.AsyncHandler;
import dev.rota.http.Handler;
import dev.rota.http.Response;
import dev.rota.http.link.Row;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Asks the user's handler, of either kind, and sees to it that there is an answer. */
final class Answering {

  private final @Nullable Handler handler;
  private final @Nullable AsyncHandler asyncHandler;
  private final Row row;

  private Answering(@Nullable Handler handler, @Nullable AsyncHandler asyncHandler, Row row) {
    this.handler = handler;
    this.asyncHandler = asyncHandler;
    this.row = row;
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
      case Handler handler -> new Answering(handler, null, row);
      case AsyncHandler handler -> new Answering(null, handler, row);
      default ->
          throw new IllegalArgumentException(
              name + " must implement dev.rota.http.Handler or AsyncHandler");
    };
  }

  /** In this thread; whatever comes of it, there will be an answer. */
  void answer(Exchange exchange) {
    try {
      if (handler != null) {
        give(exchange, handler.handle(exchange.request), null);
      } else if (asyncHandler != null) {
        CompletionStage<Response> stage = asyncHandler.handle(exchange.request);
        var _ = stage.whenComplete((response, failure) -> give(exchange, response, failure));
      }
    } catch (Throwable e) { // the user's code may throw anything
      give(exchange, null, e);
    } finally {
      exchange.returned();
    }
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
