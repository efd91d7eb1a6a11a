package dev.rota.http.worker;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** A connection of HTTP/2: it is closed when it is idle, or when the worker is to go. */
final class SecondConnection extends ChannelInboundHandlerAdapter implements Swept {

  private final Traffic traffic;
  private final boolean isSurplus;
  private ChannelHandlerContext context; // set when added
  private long usedAt;

  @SuppressWarnings("NullAway.Init") // the context comes with handlerAdded
  SecondConnection(Traffic traffic, boolean isSurplus) {
    this.traffic = traffic;
    this.isSurplus = isSurplus;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    this.context = context;
    usedAt = System.nanoTime();
    traffic.begins(this);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    traffic.ends(this);
    context.fireChannelInactive();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (!isSurplus) {
      usedAt = System.nanoTime();
    }
    context.fireChannelReadComplete();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var _ = context.close();
  }

  /** Closing says GOAWAY, and waits for the streams that there are. */
  @Override
  public void sweep(long now) {
    boolean isOver = isSurplus ? now - usedAt > Traffic.SURPLUS_NANOS : traffic.isIdle(usedAt, now);
    if (traffic.isDraining() || isOver) {
      var _ = context.channel().close();
    }
  }
}
