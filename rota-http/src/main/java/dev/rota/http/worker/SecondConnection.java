package dev.rota.http.worker;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** A connection of HTTP/2: it is closed when it is idle, or when the worker is to go. */
final class SecondConnection extends ChannelInboundHandlerAdapter implements Swept {

  private final Traffic traffic;
  private ChannelHandlerContext context; // set when added
  private long usedAt;

  @SuppressWarnings("NullAway.Init") // the context comes with handlerAdded
  SecondConnection(Traffic traffic) {
    this.traffic = traffic;
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
    usedAt = System.nanoTime();
    context.fireChannelReadComplete();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var _ = context.close();
  }

  /** Closing says GOAWAY, and waits for the streams that there are. */
  @Override
  public void sweep(long now) {
    if (traffic.isDraining() || now - usedAt > traffic.idleNanos()) {
      var _ = context.channel().close();
    }
  }
}
