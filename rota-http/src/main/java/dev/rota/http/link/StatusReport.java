package dev.rota.http.link;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.rota.http.link.Board.Head;
import dev.rota.http.link.Row.Count;
import dev.rota.http.link.Row.State;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the board of a service says at a moment, for people and for programs.
 *
 * @param master the number of the master's process
 * @param upSeconds since when the service is there
 * @param strength how many workers there are to be
 * @param reloads how many times handler and options were read anew
 * @param crashed how many workers were replaced because they crashed
 * @param stuck how many because they were stuck
 * @param recycled how many because they had served their time
 * @param sick how many because their handlers were not well
 * @param comparing whether another number of workers is tried than the best that is known
 * @param decisions how many times was decided about a number of workers that finds itself
 * @param workers those that are there
 */
public record StatusReport(
    long master,
    double upSeconds,
    long strength,
    long reloads,
    long crashed,
    long stuck,
    long recycled,
    long sick,
    boolean comparing,
    long decisions,
    List<Line> workers) {

  private static final double NANOS_PER_SECOND = 1e9;

  /**
   * A worker.
   *
   * @param state how far it is
   * @param upSeconds since when it is ready
   * @param counts by {@link Count}
   * @param latency of all its requests
   */
  public record Line(State state, double upSeconds, Map<Count, Long> counts, Latency latency) {
    long count(Count count) {
      return counts.getOrDefault(count, 0L);
    }
  }

  /**
   * Reads a board.
   *
   * @param now by {@link System#nanoTime()}, which all processes of the machine share
   */
  public static StatusReport of(Board board, long now) {
    List<Line> workers = new ArrayList<>();
    for (int slot = 0; slot < Board.MOST_WORKERS; slot++) {
      Row row = board.row(slot);
      if (row.state() != State.NONE) {
        workers.add(line(row, now));
      }
    }
    return new StatusReport(
        board.get(Head.MASTER),
        (now - board.get(Head.SINCE)) / NANOS_PER_SECOND,
        board.get(Head.STRENGTH),
        board.get(Head.RELOADS),
        board.get(Head.CRASHED),
        board.get(Head.STUCK),
        board.get(Head.RECYCLED),
        board.get(Head.SICK),
        board.get(Head.COMPARING) != 0,
        board.get(Head.DECISIONS),
        workers);
  }

  private static Line line(Row row, long now) {
    Map<Count, Long> counts = new EnumMap<>(Count.class);
    for (Count count : Count.values()) {
      counts.put(count, row.get(count));
    }
    long since = row.get(Count.SINCE);
    return new Line(
        row.state(), since == 0 ? 0 : (now - since) / NANOS_PER_SECOND, counts, row.latency());
  }

  /** A table. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "master %d, up %.0f s, workers wanted %d, reloads %d, crashed %d, stuck %d, recycled"
                + " %d, sick %d%s%n",
            master,
            upSeconds,
            strength,
            reloads,
            crashed,
            stuck,
            recycled,
            sick,
            comparing ? ", comparing" : ""));
    text.append(
        String.format(
            Locale.ROOT,
            "%8s %-9s %7s %10s %5s %6s %7s %7s %6s %6s %4s %8s %8s %5s%n",
            "pid",
            "state",
            "up s",
            "requests",
            "busy",
            "conns",
            "refused",
            "overdue",
            "failed",
            "blocked",
            "bad",
            "p50 us",
            "p99 us",
            "MiB"));
    workers.forEach(line -> append(text, line));
    return text.toString();
  }

  private static void append(StringBuilder text, Line line) {
    text.append(
        String.format(
            Locale.ROOT,
            "%8d %-9s %7.0f %10d %5d %6d %7d %7d %6d %6d %4d %8.0f %8.0f %5d%n",
            line.count(Count.PID),
            line.state().name().toLowerCase(Locale.ROOT),
            line.upSeconds(),
            line.count(Count.REQUESTS),
            line.count(Count.BUSY),
            line.count(Count.CONNECTIONS),
            line.count(Count.REFUSED),
            line.count(Count.OVERDUE),
            line.count(Count.FAILED),
            line.count(Count.BLOCKED),
            line.count(Count.BAD),
            line.latency().micros(0.5),
            line.latency().micros(0.99),
            line.count(Count.MEMORY) >> 20));
  }

  /** An object in one line. */
  public String json() {
    return Json.object(this::write);
  }

  private void write(JsonGenerator out) throws IOException {
    out.writeNumberField("master", master);
    out.writeNumberField("upSeconds", upSeconds);
    out.writeNumberField("strength", strength);
    out.writeNumberField("reloads", reloads);
    out.writeNumberField("crashed", crashed);
    out.writeNumberField("stuck", stuck);
    out.writeNumberField("recycled", recycled);
    out.writeNumberField("sick", sick);
    out.writeBooleanField("comparing", comparing);
    out.writeNumberField("decisions", decisions);
    out.writeArrayFieldStart("workers");
    for (Line line : workers) {
      write(out, line);
    }
    out.writeEndArray();
  }

  private static void write(JsonGenerator out, Line line) throws IOException {
    out.writeStartObject();
    out.writeStringField("state", line.state().name().toLowerCase(Locale.ROOT));
    out.writeNumberField("upSeconds", line.upSeconds());
    for (Count count : Count.values()) {
      if (count.isForPeople()) {
        out.writeNumberField(count.name().toLowerCase(Locale.ROOT), line.count(count));
      }
    }
    out.writeNumberField("p50Micros", line.latency().micros(0.5));
    out.writeNumberField("p99Micros", line.latency().micros(0.99));
    out.writeEndObject();
  }
}
