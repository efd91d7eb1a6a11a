package dev.rota.http.worker;

import dev.rota.http.Request;
import dev.rota.http.Response;
import dev.rota.http.link.Board;
import dev.rota.http.link.StatusReport;

/** The service about itself, at a path of the user's choice. */
final class StatusPage {

  private final String path;
  private final Board board;

  StatusPage(String path, Board board) {
    this.path = path;
    this.board = board;
  }

  boolean isAskedFor(Request request) {
    return !path.isEmpty() && request.path().equals(path);
  }

  Response response(Request request) {
    StatusReport report = StatusReport.of(board, System.nanoTime());
    return request.query().equals("text")
        ? Response.text(report.text())
        : Response.bytes(
            "application/json", report.json().getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
