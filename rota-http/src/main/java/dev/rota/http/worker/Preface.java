package dev.rota.http.worker;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds out by the first bytes whether a client speaks HTTP/2 without having asked, as RFC 9113
 * (3.3) has it.
 */
final class Preface extends ByteToMessageDecoder {

  private final Consumer<Boolean> whenKnown;
  private ChannelHandlerContext context; // set when added

  @SuppressWarnings("NullAway.Init") // the context comes with handlerAdded
  Preface(Consumer<Boolean> whenKnown) {
    this.whenKnown = whenKnown;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    this.context = context;
  }

  /** Nothing has come for long: it is answered as if it spoke HTTP/1.1. */
  void giveUp() {
    whenKnown.accept(false);
    var _ = context.pipeline().remove(this);
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
