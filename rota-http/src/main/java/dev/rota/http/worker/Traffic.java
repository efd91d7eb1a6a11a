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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The connections of one event loop, and what they have in common. Only the loop uses it, but for
 * {@link #expect}, {@link #drain} and {@link #leave}.
 */
final class Traffic {

  private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** How long a connection without a request is left open when the worker is to go. */
  private static final long LEAVE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** How long a surplus connection has to say something, to be told that it is one. */
  static final long SURPLUS_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** More surplus connections than so many are closed without a word. */
  static final long MOST_SURPLUS = 1024;

  final Row row;

  private final WorkerSettings settings;
  private final Calls calls;
  private final AccessLog log;
  private final OwnPages pages;
  private final Consumer<Boolean> whenFull;
  private final Runnable whenEmpty;
  private final int most;
  private final Set<Swept> all = new LinkedHashSet<>();
  private final AtomicInteger coming = new AtomicInteger();
  private final Set<Exchange> late =
      new LinkedHashSet<>(); // answered, and their handlers still run
  private volatile boolean draining;
  private volatile long drainingSince;
  private volatile boolean leaving;
  private boolean toldEmpty;
  private int underWay;
  private AsciiString date = AsciiString.EMPTY_STRING;
  private long dateSecond = Long.MIN_VALUE;

  Traffic(
      WorkerSettings settings,
      Row row,
      Calls calls,
      AccessLog log,
      OwnPages pages,
      Consumer<Boolean> whenFull,
      Runnable whenEmpty) {
    this.settings = settings;
    this.row = row;
    this.calls = calls;
    this.log = log;
    this.pages = pages;
    this.whenFull = whenFull;
    this.whenEmpty = whenEmpty;
    this.most = settings.concurrency();
  }

  /** A connection was taken, and will begin; said by the listener's loop. */
  void expect() {
    coming.incrementAndGet();
  }

  /** One that was expected has begun, or cannot. */
  void come() {
    coming.decrementAndGet();
  }

  /** Something is to be looked at. */
  void begins(Swept one) {
    all.add(one);
  }

  void ends(Swept one) {
    all.remove(one);
    tellIfEmpty();
  }

  void handle(Exchange exchange) {
    begun();
    Response own = pages.answer(exchange.request);
    if (own != null) {
      boolean _ = exchange.answer(own);
    } else {
      calls.call(exchange);
    }
  }

  /** It came over a surplus connection. */
  void refuseSurplus(Exchange exchange) {
    begun();
    row.add(Count.REFUSED, 1);
    boolean _ = exchange.answer(Answers.FULL);
  }

  /** How many connections there are beyond those that the process takes; below zero for fewer. */
  long surplus() {
    return row.get(Count.CONNECTIONS) - settings.limits().connections();
  }

  private void begun() {
    row.add(Count.BUSY, 1);
    underWay++;
    whenFull.accept(underWay >= most);
  }

  /** It was no request that a handler can be asked for. */
  void refuse(Exchange exchange) {
    begun();
    row.add(Count.BAD, 1);
  }

  /** An exchange has its answer, whether or not anybody is there to read it. */
  void answered(Exchange exchange, Response response) {
    long nanos = System.nanoTime() - exchange.start;
    row.add(Count.BUSY, -1);
    row.add(Count.REQUESTS, 1);
    underWay--;
    whenFull.accept(underWay >= most);
    row.took(nanos);
    log.add(exchange.request, response, nanos);
  }

  /** The other end has gone. Its handler may never have begun, so nobody else ends the exchange. */
  void abandoned(Exchange exchange) {
    boolean _ = exchange.answer(Answers.GONE);
    exchange.interrupt();
  }

  void overdue(Exchange exchange) {
    row.add(Count.OVERDUE, 1);
    giveUp(exchange);
  }

  /** Answers what takes too long, and sees to it that its handler ends. */
  void giveUp(Exchange exchange) {
    boolean _ =
        exchange.answer(Answers.OVERDUE); // before the handler can say that it was interrupted
    exchange.interrupt();
    if (exchange.isRunning()) {
      late.add(exchange);
    }
  }

  /** Looks at all connections. */
  void sweep() {
    long now = System.nanoTime();
    for (Swept one : all.toArray(Swept[]::new)) {
      one.sweep(now);
    }
    for (Exchange exchange : late.toArray(Exchange[]::new)) {
      if (!exchange.isRunning()) {
        late.remove(exchange);
      } else if (now - exchange.timedFrom() - requestNanos() > GRACE_NANOS) {
        late.remove(exchange);
        calls.stuck(exchange);
      }
    }
    tellIfEmpty();
  }

  /** From now on each answer is the last of its connection. */
  void drain() {
    drainingSince = System.nanoTime();
    draining = true;
  }

  /** No more connections will come. */
  void leave() {
    leaving = true;
  }

  private void tellIfEmpty() {
    if (leaving && coming.get() == 0 && all.isEmpty() && !toldEmpty) {
      toldEmpty = true;
      whenEmpty.run();
    }
  }

  boolean isDraining() {
    return draining;
  }

  long requestNanos() {
    return settings.timeouts().request().toNanos();
  }

  /**
   * Whether a connection without a request has been so for too long: when the worker is to go it
   * stays for a moment more, as its client may just be asking (decision 101).
   */
  boolean isIdle(long quietSince, long now) {
    return isStalled(quietSince, now)
        || (draining && Math.min(now - quietSince, now - drainingSince) > LEAVE_NANOS);
  }

  /** Whether a client has read nothing of its answer for too long. */
  boolean isStalled(long quietSince, long now) {
    return now - quietSince > settings.timeouts().idle().toNanos();
  }

  int maxTarget() {
    return settings.limits().maxTarget();
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
