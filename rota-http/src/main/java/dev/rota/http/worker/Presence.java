package dev.rota.http.worker;

import dev.rota.http.link.Row.Count;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/**
 * A connection as such, from when it was taken until it is gone, whatever is spoken over it. One
 * that says nothing, or never comes to an end of its TLS, is closed. There are surplus ones, which
 * are told that there are too many, and those beyond, which are closed at once.
 */
final class Presence extends ChannelInboundHandlerAdapter implements Swept {

  private final Traffic traffic;
  private final long mostNanos;
  private boolean isSurplus;
  private final long since = System.nanoTime();
  private ChannelHandlerContext context; // set when added
  private boolean spoken;
  private @Nullable Preface preface; // null with TLS

  @SuppressWarnings("NullAway.Init") // the context comes with handlerAdded
  Presence(Traffic traffic, long mostNanos, boolean isSurplus) {
    this.traffic = traffic;
    this.mostNanos = mostNanos;
    this.isSurplus = isSurplus;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    this.context = context;
    traffic.row.add(Count.CONNECTIONS, 1);
    traffic.begins(this);
    isSurplus |= traffic.surplus() > 0;
    if (traffic.surplus() > Traffic.MOST_SURPLUS) {
      traffic.row.add(Count.REFUSED, 1);
      var _ = context.close();
    }
  }

  /** Whether it came when there was no room for it. */
  boolean isSurplus() {
    return isSurplus;
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    traffic.row.add(Count.CONNECTIONS, -1);
    traffic.ends(this);
    context.fireChannelInactive();
  }

  /** The other end has gone; Netty would log that, with a trace. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var _ = context.close();
  }

  /** Who finds out what it speaks. */
  void listensTo(Preface preface) {
    this.preface = preface;
  }

  /** It is known what it speaks; from now on others look after it. */
  void spoken() {
    spoken = true;
  }

  @Override
  public void sweep(long now) {
    long most = isSurplus ? Traffic.SURPLUS_NANOS : mostNanos;
    if (spoken || (now - since <= most && !traffic.isIdle(since, now))) {
      return;
    }
    if (isSurplus && preface != null) {
      preface.giveUp(); // is told that there are too many
    } else {
      var _ = context.close();
    }
  }
}
