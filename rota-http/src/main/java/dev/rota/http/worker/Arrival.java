package dev.rota.http.worker;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Notes when the first byte of a request came, for those that never send the last. */
final class Arrival extends ChannelInboundHandlerAdapter {

  private final long mostNanos;
  private long since; // 0 while nothing has come

  Arrival(long mostNanos) {
    this.mostNanos = mostNanos;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (since == 0) {
      since = System.nanoTime() | 1;
    }
    context.fireChannelRead(message);
  }

  /** A request is whole. */
  void complete() {
    since = 0;
  }

  /** Whether a part of a request is there. */
  boolean isUnderWay() {
    return since != 0;
  }

  boolean isLate(long now) {
    return since != 0 && now - since > mostNanos;
  }
}
