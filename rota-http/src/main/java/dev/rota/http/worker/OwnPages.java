package dev.rota.http.worker;

import dev.rota.http.Request;
import dev.rota.http.Response;
import dev.rota.http.link.Board;
import dev.rota.http.link.Board.Head;
import dev.rota.http.link.StatusReport;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a service answers instead of its handler, at paths of the user's choice. */
final class OwnPages {

  private final String status;
  private final String health;
  private final Board board;

  /** With the paths of status and health; empty for nowhere. */
  OwnPages(String status, String health, Board board) {
    this.status = status;
    this.health = health;
    this.board = board;
  }

  /**
   * The answer, or null if the handler is to be asked. While the whole service drains, its health
   * is that it is none, so that whoever balances loads turns to others; a worker that is just
   * replaced says nothing of the service.
   */
  @Nullable Response answer(Request request) {
    if (isAsked(status, request)) {
      return report(request.query().equals("text"));
    }
    return isAsked(health, request) && board.get(Head.DRAINING) != 0 ? Answers.DRAINING : null;
  }

  private static boolean isAsked(String path, Request request) {
    return !path.isEmpty() && request.path().equals(path);
  }

  private Response report(boolean asText) {
    StatusReport report = StatusReport.of(board, System.nanoTime());
    return asText
        ? Response.text(report.text())
        : Response.bytes("application/json", report.json().getBytes(StandardCharsets.UTF_8));
  }
}
