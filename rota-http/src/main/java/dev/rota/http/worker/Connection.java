package dev.rota.http.worker;

import dev.rota.http.Response;
import dev.rota.http.link.Row;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpContentException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection: takes its requests one after the other, in order, and sends their answers.
 * Everything happens in the connection's event loop, but for {@link #send}.
 */
final class Connection extends ChannelInboundHandlerAdapter implements Swept, Recipient {

  /** So many requests that were sent ahead are kept; then nothing more is read. */
  private static final int MOST_AHEAD = 16;

  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Traffic traffic;
  private final Arrival arrival;
  private final boolean secure;
  private final boolean surplus; // all that it asks is refused
  private final Deque<FullHttpRequest> ahead = new ArrayDeque<>();
  private ChannelHandlerContext context; // set when added
  private String remote = "unix";
  private @Nullable Exchange current;
  private boolean overdue; // the current one was told so
  private boolean reading; // a read of the socket is being worked off
  private boolean taking; // requests are being taken
  private boolean answered; // once at least
  private boolean oldKeepAlive; // the current one is of HTTP/1.0, and wants to be told
  private boolean closing;
  private boolean lingers; // is read on for a moment before it is closed
  private long lingerUntil; // 0 before
  private long quietSince;
  private long unsent; // bytes at the last look; while they become fewer the other end reads

  @SuppressWarnings("NullAway.Init") // the context comes with handlerAdded
  Connection(Traffic traffic, Arrival arrival, boolean secure, boolean surplus) {
    this.traffic = traffic;
    this.arrival = arrival;
    this.secure = secure;
    this.surplus = surplus;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    this.context = context;
    quietSince = System.nanoTime();
    if (context.channel().remoteAddress() instanceof InetSocketAddress address) {
      remote = address.getAddress().getHostAddress();
    }
    traffic.begins(this);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    traffic.ends(this);
    ahead.forEach(ReferenceCountUtil::release);
    ahead.clear();
    Exchange running = current;
    if (running != null) {
      current = null;
      traffic.abandoned(running);
    }
    context.fireChannelInactive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    reading = true;
    if (closing || !(message instanceof FullHttpRequest request)) {
      ReferenceCountUtil.release(message);
      return;
    }
    arrival.complete();
    ahead.addLast(request);
    if (ahead.size() == MOST_AHEAD) {
      context.channel().config().setAutoRead(false);
    }
    takeNext();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    reading = false;
    context.flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    takeNext();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var _ = context.close(); // the other end is gone, or talks nonsense
  }

  /** Handlers that answer at once come back here, so this is a loop and no recursion. */
  private void takeNext() {
    if (taking) {
      return;
    }
    taking = true;
    while (current == null && !closing && context.channel().isWritable()) {
      FullHttpRequest request = ahead.pollFirst();
      if (request == null) {
        break;
      }
      try {
        take(request);
      } finally {
        request.release();
      }
    }
    taking = false;
    if (ahead.isEmpty() && !context.channel().config().isAutoRead()) {
      context.channel().config().setAutoRead(true);
    }
  }

  private void take(FullHttpRequest message) {
    long now = System.nanoTime();
    boolean fits = message.uri().length() <= traffic.maxTarget(); // under HTTP/2 no codec looks
    boolean good = message.decoderResult().isSuccess() && hasOneHost(message) && fits;
    lingers = !good || surplus;
    boolean keepAlive = good && !surplus && HttpUtil.isKeepAlive(message);
    Exchange exchange =
        new Exchange(this, new IncomingRequest(message, remote, secure), keepAlive, now);
    current = exchange;
    overdue = false;
    oldKeepAlive = keepAlive && message.protocolVersion().equals(HttpVersion.HTTP_1_0);
    if (good && surplus) {
      traffic.refuseSurplus(exchange);
    } else if (good) {
      traffic.handle(exchange);
    } else {
      traffic.refuse(exchange);
      boolean _ = exchange.answer(fits ? complaint(message.decoderResult()) : Answers.URI_TOO_LONG);
    }
  }

  /** More than one could be understood differently by a proxy before us (RFC 9112, 3.2). */
  private static boolean hasOneHost(FullHttpRequest message) {
    return message.headers().getAll(HttpHeaderNames.HOST).size() == 1
        || (message.protocolVersion().equals(HttpVersion.HTTP_1_0)
            && !message.headers().contains(HttpHeaderNames.HOST));
  }

  private static Response complaint(DecoderResult result) {
    return switch (result.cause()) {
      case TooLongHttpContentException _ -> Answers.BODY_TOO_LARGE;
      case TooLongHttpLineException _ -> Answers.URI_TOO_LONG;
      case TooLongHttpHeaderException _ -> Answers.HEADERS_TOO_LARGE;
      case null, default -> Answers.BAD_REQUEST;
    };
  }

  @Override
  public void send(Exchange exchange, Response response) {
    if (context.executor().inEventLoop()) {
      write(exchange, response);
    } else {
      context.executor().execute(() -> write(exchange, response));
    }
  }

  private void write(Exchange exchange, Response response) {
    traffic.answered(exchange, response);
    if (current != exchange) {
      return; // the connection is gone
    }
    current = null;
    answered = true;
    boolean last = !exchange.keepAlive || traffic.isDraining();
    closing = last;
    ChannelFuture written = context.write(message(exchange, response, last));
    if (last) {
      ChannelFuture _ = written.addListener(lingers ? this::linger : ChannelFutureListener.CLOSE);
    }
    if (!reading || last) {
      context.flush();
    }
    quietSince = System.nanoTime();
    takeNext();
  }

  /**
   * To close while something comes in that nobody reads would reset the connection, and the other
   * end might never see the answer. So it is read for a moment, as by nginx's lingering close.
   */
  private void linger(Future<?> written) {
    if (context.channel() instanceof DuplexChannel channel && written.isSuccess()) {
      lingerUntil = System.nanoTime() + LINGER_NANOS;
      var _ = channel.shutdownOutput();
    } else {
      var _ = context.close();
    }
  }

  private DefaultFullHttpResponse message(Exchange exchange, Response response, boolean last) {
    boolean bare = isStream() && exchange.request.method().equals("HEAD"); // HTTP/1.1's codec sees
    DefaultFullHttpResponse message = message(response, last, bare);
    if (oldKeepAlive && !last) {
      message.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
    return message;
  }

  private boolean isStream() {
    return context.channel() instanceof Http2StreamChannel;
  }

  private DefaultFullHttpResponse message(Response response, boolean last, boolean bare) {
    ByteBuf body =
        bare || response.length() == 0
            ? Unpooled.EMPTY_BUFFER
            : Unpooled.wrappedBuffer(response.body());
    HttpHeaders headers = traffic.headers();
    for (Response.Header header : response.headers()) {
      headers.add(header.name(), header.value());
    }
    if (response.status() != HttpResponseStatus.NO_CONTENT.code()
        && response.status() != HttpResponseStatus.NOT_MODIFIED.code()) {
      headers.set(HttpHeaderNames.CONTENT_LENGTH, response.length());
    }
    headers.set(HttpHeaderNames.DATE, traffic.date());
    if (last) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    return new DefaultFullHttpResponse(
        HttpVersion.HTTP_1_1,
        HttpResponseStatus.valueOf(response.status()),
        body,
        headers,
        EmptyHttpHeaders.INSTANCE);
  }

  @Override
  public void sweep(long now) {
    Exchange running = current;
    if (running != null) {
      sweep(running, now);
    } else if (lingerUntil != 0) {
      if (now - lingerUntil > 0) {
        var _ = context.close();
      }
    } else if (!closing && arrival.isLate(now)) {
      refuse(Row.Count.BAD, Answers.REQUEST_TIMEOUT);
    } else if (!closing && surplus && now - quietSince > Traffic.SURPLUS_NANOS) {
      refuse(Row.Count.REFUSED, Answers.FULL);
    } else if (isOver(now)) {
      var _ = context.close();
    }
  }

  /** Nothing comes in, and nothing goes out: what a slow client has not read yet is no idleness. */
  private boolean isOver(long now) {
    long left = unsent();
    if (left < unsent) {
      quietSince = now;
    }
    unsent = left;
    if (isStream() && answered) {
      return false; // it ends with its answer, or with its connection
    }
    return left > 0
        ? traffic.isStalled(quietSince, now)
        : (closing || !arrival.isUnderWay()) && traffic.isIdle(quietSince, now);
  }

  private long unsent() {
    ChannelOutboundBuffer buffer = context.channel().unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes() - buffer.currentProgress();
  }

  private void sweep(Exchange running, long now) {
    if (!overdue && now - running.timedFrom() > traffic.requestNanos()) {
      overdue = true;
      traffic.overdue(running);
    }
  }

  /** Answers what has not been asked, or not to its end. */
  private void refuse(Row.Count kind, Response answer) {
    closing = true;
    traffic.row.add(kind, 1);
    var _ = context.writeAndFlush(message(answer, true, false)).addListener(this::linger);
  }
}
