package dev.rota.http.worker;

import dev.rota.http.Response;
import dev.rota.http.link.Row;
import dev.rota.http.link.Row.Count;
import dev.rota.http.link.WorkerSettings;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The connections of one event loop, and what they have in common. Only the loop uses it, but for
 * {@link #drain}.
 */
final class Traffic {

  private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** How long a connection without a request is left open when the worker is to go. */
  private static final long LEAVE_NANOS = TimeUnit.SECONDS.toNanos(2);

  final Row row;

  private final WorkerSettings settings;
  private final Calls calls;
  private final AccessLog log;
  private final StatusPage status;
  private final Consumer<Traffic> whenEmpty;
  private final Set<Connection> connections = new LinkedHashSet<>();
  private final Set<Exchange> late =
      new LinkedHashSet<>(); // answered, and their handlers still run
  private volatile boolean draining;
  private AsciiString date = AsciiString.EMPTY_STRING;
  private long dateSecond = Long.MIN_VALUE;

  Traffic(
      WorkerSettings settings,
      Row row,
      Calls calls,
      AccessLog log,
      StatusPage status,
      Consumer<Traffic> whenEmpty) {
    this.settings = settings;
    this.row = row;
    this.calls = calls;
    this.log = log;
    this.status = status;
    this.whenEmpty = whenEmpty;
  }

  void connected(Connection connection) {
    connections.add(connection);
    row.add(Count.CONNECTIONS, 1);
  }

  void disconnected(Connection connection) {
    if (connections.remove(connection)) {
      row.add(Count.CONNECTIONS, -1);
    }
    tellIfEmpty();
  }

  void handle(Exchange exchange) {
    row.add(Count.BUSY, 1);
    if (status.isAskedFor(exchange.request)) {
      exchange.returned();
      boolean _ = exchange.answer(status.response(exchange.request));
    } else {
      calls.call(exchange);
    }
  }

  /** An exchange has its answer, whether or not anybody is there to read it. */
  void answered(Exchange exchange, Response response) {
    long nanos = System.nanoTime() - exchange.start;
    row.add(Count.BUSY, -1);
    row.add(Count.REQUESTS, 1);
    row.took(nanos);
    log.add(exchange.request, response, nanos);
  }

  /** The other end has gone; its handler goes on, and its answer will be counted. */
  void abandoned(Exchange exchange) {
    exchange.interrupt();
  }

  void overdue(Exchange exchange) {
    row.add(Count.OVERDUE, 1);
    exchange.interrupt();
    boolean _ = exchange.answer(Answers.OVERDUE);
    if (!exchange.hasReturned()) {
      late.add(exchange);
    }
  }

  /** Looks at all connections. */
  void sweep() {
    long now = System.nanoTime();
    for (Connection connection : connections.toArray(Connection[]::new)) {
      connection.sweep(now);
    }
    for (Exchange exchange : late.toArray(Exchange[]::new)) {
      if (exchange.hasReturned()) {
        late.remove(exchange);
      } else if (now - exchange.start - requestNanos() > GRACE_NANOS) {
        late.remove(exchange);
        calls.stuck(exchange);
      }
    }
    tellIfEmpty();
  }

  /** No more requests but those that are on their way. */
  void drain() {
    draining = true;
  }

  private void tellIfEmpty() {
    if (draining && connections.isEmpty()) {
      whenEmpty.accept(this);
    }
  }

  boolean isDraining() {
    return draining;
  }

  int connections() {
    return connections.size();
  }

  long requestNanos() {
    return settings.requestTimeout().toNanos();
  }

  long idleNanos() {
    long idle = settings.idleTimeout().toNanos();
    return draining ? Math.min(idle, LEAVE_NANOS) : idle;
  }

  HttpHeaders headers() {
    return DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
  }

  AsciiString date() {
    long second = System.nanoTime() / NANOS_PER_SECOND;
    if (second != dateSecond) {
      dateSecond = second;
      date =
          AsciiString.of(
              DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
    }
    return date;
  }
}
