package dev.rota.http.worker;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out by the first bytes whether a client speaks HTTP/2 without having asked, as RFC 9113
 * (3.3) has it; what never comes to that is closed.
 */
final class Preface extends ByteToMessageDecoder {

  private final Duration most;
  private final Consumer<Boolean> whenKnown;
  private @Nullable Future<?> alarm;

  Preface(Duration most, Consumer<Boolean> whenKnown) {
    this.most = most;
    this.whenKnown = whenKnown;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    Runnable close =
        () -> {
          var _ = context.close();
        };
    alarm = context.executor().schedule(close, most.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext context) {
    if (alarm != null) {
      boolean _ = alarm.cancel(false);
    }
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    ByteBuf preface = Http2CodecUtil.connectionPrefaceBuf();
    int common = Math.min(preface.readableBytes(), in.readableBytes());
    boolean isSecond =
        ByteBufUtil.equals(in, in.readerIndex(), preface, preface.readerIndex(), common);
    if (isSecond && common < preface.readableBytes()) {
      return; // not known yet
    }
    whenKnown.accept(isSecond);
    var _ = context.pipeline().remove(this); // hands on what it has read
  }
}
