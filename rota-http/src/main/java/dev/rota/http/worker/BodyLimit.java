package dev.rota.http.worker;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.TooLongHttpContentException;
import org.jspecify.annotations.Nullable;

/**
 * Makes a request whole. One whose body is too large goes on without it, as one that is no good, so
 * that it is answered in its turn: Netty would answer it before those that were sent ahead of it.
 */
final class BodyLimit extends HttpObjectAggregator {

  BodyLimit(int most) {
    super(most);
  }

  @Override
  protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
    HttpRequest request = (HttpRequest) oversized;
    FullHttpRequest head =
        new DefaultFullHttpRequest(request.protocolVersion(), request.method(), request.uri());
    head.headers().set(request.headers());
    head.setDecoderResult(DecoderResult.failure(new TooLongHttpContentException("too large")));
    context.fireChannelRead(head);
  }

  /** Who asks whether it may send a body that is too large is told in the same way. */
  @Override
  protected @Nullable Object newContinueResponse(
      HttpMessage start, int most, ChannelPipeline pipeline) {
    return isContentLengthInvalid(start, most)
        ? null
        : super.newContinueResponse(start, most, pipeline);
  }
}
