package dev.rota.http.worker;

import dev.rota.http.link.Board;
import dev.rota.http.link.Row;
import dev.rota.http.link.Row.Count;
import dev.rota.http.link.Row.State;
import dev.rota.http.link.WorkerSettings;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Takes connections from the socket that all workers share. The kernel wakes all that wait, so the
 * quickest would take the most; who has more than others looks away for a moment.
 */
final class Listener extends ChannelInboundHandlerAdapter {

  private static final long MILLIS_PER_SURPLUS = 1;
  private static final long MOST_MILLIS = 20;

  /** So many connections are taken before others get their chance. */
  private static final int AT_ONCE = 4;

  /** More than one in so many is too many; less is not worth to wait for. */
  private static final int SHARE = 8;

  private final WorkerSettings settings;
  private final Board board;
  private final Row row;
  private final Consumer<Channel> taken;
  private final ServerChannel channel;
  private boolean looksAway;
  private boolean full;

  Listener(WorkerSettings settings, Board board, Consumer<Channel> taken) {
    this.settings = settings;
    this.board = board;
    this.row = board.row(settings.slot());
    this.taken = taken;
    InheritedSocket.doNotBlock(WorkerSettings.LISTENER);
    this.channel =
        settings.unix()
            ? new EpollServerDomainSocketChannel(WorkerSettings.LISTENER, true)
            : new EpollServerSocketChannel(WorkerSettings.LISTENER);
  }

  /** Begins to take connections, in a loop of the group. */
  void listen(EventLoopGroup loops) {
    if (settings.model().hasManyProcesses()) {
      channel
          .config()
          .setRecvByteBufAllocator(
              new ServerChannelRecvByteBufAllocator().maxMessagesPerRead(AT_ONCE));
    }
    channel.pipeline().addLast(this);
    ChannelFuture _ = loops.register(channel).syncUninterruptibly();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    taken.accept((Channel) message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
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
    looksAway = true;
    look();
    var _ =
        context
            .channel()
            .eventLoop()
            .schedule(this::looksAgain, MOST_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Takes no more. The socket stays open in the master. */
  void close() {
    ChannelFuture _ = channel.close().syncUninterruptibly();
  }
}
