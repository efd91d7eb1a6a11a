package dev.rota.http.worker;

import dev.rota.http.link.WorkerSettings;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;

/**
 * What lies between a socket and a {@link Connection}: TLS, and HTTP/1.1 or HTTP/2, within limits.
 * Under HTTP/2 each stream is a {@link Connection} of one request.
 */
final class Pipeline {

  /** How many requests a client may have under way in one HTTP/2 connection. */
  private static final int MOST_STREAMS = 128;

  private final WorkerSettings settings;
  private final @Nullable SslContext tls;

  Pipeline(WorkerSettings settings, @Nullable SslContext tls) {
    this.settings = settings;
    this.tls = tls;
  }

  /** Sets up a connection; a surplus one has its requests refused. */
  void begin(Channel channel, Traffic traffic, boolean isSurplus) {
    ChannelPipeline pipeline = channel.pipeline();
    Presence presence = new Presence(traffic, settings.timeouts().receive().toNanos(), isSurplus);
    pipeline.addLast(presence);
    if (tls == null) {
      Preface preface = new Preface(isSecond -> speak(channel, traffic, presence, isSecond));
      presence.listensTo(preface);
      pipeline.addLast(preface);
    } else {
      pipeline.addLast(tls.newHandler(channel.alloc()));
      pipeline.addLast(
          new ApplicationProtocolNegotiationHandler(ApplicationProtocolNames.HTTP_1_1) {
            @Override
            protected void configurePipeline(ChannelHandlerContext context, String protocol) {
              speak(channel, traffic, presence, protocol.equals(ApplicationProtocolNames.HTTP_2));
            }

            // Whoever speaks no TLS, or a bad one, is not worth a trace in the log.
            @Override
            protected void handshakeFailure(ChannelHandlerContext context, Throwable cause) {
              var _ = context.close();
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
              var _ = context.close();
            }
          });
    }
  }

  private void speak(Channel channel, Traffic traffic, Presence presence, boolean isSecond) {
    presence.spoken();
    if (isSecond) {
      second(channel, traffic, presence.isSurplus());
    } else {
      first(channel, traffic, presence.isSurplus());
    }
  }

  private void first(Channel channel, Traffic traffic, boolean isSurplus) {
    Arrival arrival = new Arrival(settings.timeouts().receive().toNanos());
    channel
        .pipeline()
        .addLast(arrival)
        .addLast(
            new HttpServerCodec(
                new HttpDecoderConfig()
                    .setMaxInitialLineLength(settings.limits().maxTarget())
                    .setMaxHeaderSize(settings.limits().maxHeaders())))
        .addLast(new BodyLimit(settings.limits().maxBody()))
        .addLast(new Connection(traffic, arrival, tls != null, isSurplus));
  }

  private void second(Channel channel, Traffic traffic, boolean isSurplus) {
    channel
        .pipeline()
        .addLast(
            Http2FrameCodecBuilder.forServer()
                .initialSettings(
                    Http2Settings.defaultSettings()
                        .maxConcurrentStreams(MOST_STREAMS)
                        .maxHeaderListSize(settings.limits().maxHeaders()))
                .gracefulShutdownTimeoutMillis(settings.timeouts().request().toMillis())
                .build())
        .addLast(
            new Http2MultiplexHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel stream) {
                    stream(stream, traffic, isSurplus);
                  }
                }))
        .addLast(new SecondConnection(traffic, isSurplus));
  }

  private void stream(Channel stream, Traffic traffic, boolean isSurplus) {
    Arrival arrival = new Arrival(settings.timeouts().receive().toNanos());
    stream
        .pipeline()
        .addLast(arrival)
        .addLast(new Http2StreamFrameToHttpObjectCodec(true))
        .addLast(new BodyLimit(settings.limits().maxBody()))
        .addLast(new Connection(traffic, arrival, tls != null, isSurplus));
  }
}
