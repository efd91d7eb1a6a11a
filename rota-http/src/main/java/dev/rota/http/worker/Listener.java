package dev.rota.http.worker;

import dev.rota.http.Model;
import dev.rota.http.link.Board;
import dev.rota.http.link.Row;
import dev.rota.http.link.Row.Count;
import dev.rota.http.link.Row.State;
import dev.rota.http.link.WorkerSettings;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes connections from the socket that all workers share. The kernel wakes all that wait, so the
 * quickest would take the most; who has more than others looks away for a moment.
 */
final class Listener extends ChannelInboundHandlerAdapter {

  private static final long MILLIS_PER_SURPLUS = 1;
  private static final long MOST_MILLIS = 20;

  /** So many connections are taken before others get their chance, by one that has few. */
  private static final int AT_ONCE = 4;

  /** And so many by one that has the socket for itself: what waits by default. */
  private static final int CROWD = 1024;

  /** More than one in so many is too many; less is not worth to wait for. */
  private static final int SHARE = 8;

  private static final long OVERFLOW_MILLIS = 20;

  /** Sets up a connection, which may be a surplus one. */
  @FunctionalInterface
  interface Taken {
    void accept(Channel channel, boolean isSurplus);
  }

  private final WorkerSettings settings;
  private final Board board;
  private final Row row;
  private final Taken taken;
  private final ServerChannel channel;
  private final DefaultMaxMessagesRecvByteBufAllocator atOnce =
      new ServerChannelRecvByteBufAllocator();
  private boolean looksAway;
  private boolean full;
  private boolean closed;
  private final @Nullable AcceptQueue queue; // of those that look away when they are full
  private boolean watchesQueue;
  private boolean refusing;

  Listener(WorkerSettings settings, Board board, Taken taken) {
    this.settings = settings;
    this.board = board;
    this.row = board.row(settings.slot());
    this.taken = taken;
    this.queue =
        looksAwayWhenFull(settings.model()) && !settings.unix()
            ? new AcceptQueue(WorkerSettings.LISTENER)
            : null;
    InheritedSocket.doNotBlock(WorkerSettings.LISTENER);
    this.channel =
        settings.unix()
            ? new EpollServerDomainSocketChannel(WorkerSettings.LISTENER, true)
            : new EpollServerSocketChannel(WorkerSettings.LISTENER);
  }

  /** Processes for few requests at a time leave connections to others while they have so many. */
  static boolean looksAwayWhenFull(Model model) {
    return model == Model.PREFORK || model == Model.HYBRID;
  }

  /** Begins to take connections, in a loop of the group. */
  synchronized void listen(EventLoopGroup loops) {
    if (closed) {
      return;
    }
    atOnce.respectMaybeMoreData(false); // or Netty takes one at a time from a level-triggered epoll
    atOnce.maxMessagesPerRead(mostAtOnce());
    channel.config().setRecvByteBufAllocator(atOnce);
    channel.pipeline().addLast(this);
    ChannelFuture _ = loops.register(channel).syncUninterruptibly();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    taken.accept((Channel) message, full && refusing);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (full && refusing) {
      refuseOverflow();
      return;
    }
    share();
    long surplus = settings.model().hasManyProcesses() ? surplus() : 0;
    if (surplus > 0 && !looksAway) {
      looksAway = true;
      look();
      var _ =
          context
              .channel()
              .eventLoop()
              .schedule(
                  this::looksAgain,
                  Math.min(MOST_MILLIS, surplus * MILLIS_PER_SURPLUS),
                  TimeUnit.MILLISECONDS);
    }
  }

  /** Finds how many connections may be taken at once, by how many there are now. */
  void share() {
    atOnce.maxMessagesPerRead(mostAtOnce());
  }

  /**
   * Between two looks at the queue the connections that there are may ask again, so that a few at a
   * time would starve the last of a thousand. A process that shares the queue takes as many as it
   * may be ahead of others, and one that is soon full takes one.
   */
  private int mostAtOnce() {
    if (looksAwayWhenFull(settings.model())) {
      return 1;
    }
    return settings.model().hasManyProcesses()
        ? (int) Math.max(AT_ONCE, row.get(Count.CONNECTIONS) / SHARE)
        : CROWD;
  }

  private void looksAgain() {
    looksAway = false;
    look();
  }

  private void look() {
    channel.config().setAutoRead(!looksAway && !full);
  }

  /**
   * Whether this process has as many requests as it handles at a time: then connections are for
   * others, or wait. Called by the loop of the listener.
   */
  void full(boolean isFull) {
    if (full != isFull) {
      full = isFull;
      look();
      watchQueue();
    }
  }

  /** While this process takes nobody, it has those refused that find no room in the queue. */
  private void watchQueue() {
    if (full && queue != null && !watchesQueue && channel.isActive()) {
      watchesQueue = true;
      var _ =
          channel.eventLoop().schedule(this::lookAtQueue, OVERFLOW_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void lookAtQueue() {
    watchesQueue = false;
    refuseOverflow();
    watchQueue();
  }

  /** Takes some as surplus connections, a few at a time, until there is room again. */
  private void refuseOverflow() {
    refusing = full && queue != null && queue.overflows(System.nanoTime());
    if (refusing) {
      var _ = channel.read();
    }
  }

  /** How many more connections this worker has than the one that has the fewest. */
  private long surplus() {
    long least = Long.MAX_VALUE;
    for (int slot = 0; slot < Board.MOST_WORKERS; slot++) {
      Row other = board.row(slot);
      if (other.state() == State.READY) {
        least = Math.min(least, other.get(Count.CONNECTIONS));
      }
    }
    long mine = row.get(Count.CONNECTIONS);
    return mine - least - 1 - mine / SHARE;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // no descriptors left: the connection stays in the queue of the socket
    channel.config().setAutoRead(true); // to turn it off again takes back the read that has failed
    looksAway = true;
    look();
    var _ =
        context
            .channel()
            .eventLoop()
            .schedule(this::looksAgain, MOST_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Takes no more. The socket stays open in the master. */
  synchronized void close() {
    closed = true;
    if (channel.isRegistered()) {
      ChannelFuture _ = channel.close().syncUninterruptibly();
    }
  }
}
