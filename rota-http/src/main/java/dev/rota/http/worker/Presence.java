package dev.rota.http.worker;

import dev.rota.http.link.Row.Count;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * A connection as such, from when it was taken until it is gone, whatever is spoken over it. One
 * that says nothing, or never comes to an end of its TLS, is closed.
 */
final class Presence extends ChannelInboundHandlerAdapter implements Swept {

  private final Traffic traffic;
  private final long mostNanos;
  private final long since = System.nanoTime();
  private ChannelHandlerContext context; // set when added
  private boolean spoken;

  @SuppressWarnings("NullAway.Init") // the context comes with handlerAdded
  Presence(Traffic traffic, long mostNanos) {
    this.traffic = traffic;
    this.mostNanos = mostNanos;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    this.context = context;
    traffic.row.add(Count.CONNECTIONS, 1);
    traffic.begins(this);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    traffic.row.add(Count.CONNECTIONS, -1);
    traffic.ends(this);
    context.fireChannelInactive();
  }

  /** It is known what it speaks; from now on others look after it. */
  void spoken() {
    spoken = true;
  }

  @Override
  public void sweep(long now) {
    if (!spoken && now - since > Math.min(mostNanos, traffic.idleNanos())) {
      var _ = context.close();
    }
  }
}
