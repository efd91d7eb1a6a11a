package dev.rota.http.worker;

import dev.rota.http.link.WorkerSettings;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;

/** What lies between a socket and a {@link Connection}: TLS and HTTP, within limits. */
final class Pipeline {

  private final WorkerSettings settings;
  private final @Nullable SslContext tls;

  Pipeline(WorkerSettings settings, @Nullable SslContext tls) {
    this.settings = settings;
    this.tls = tls;
  }

  void begin(Channel channel, Traffic traffic) {
    ChannelPipeline pipeline = channel.pipeline();
    Arrival arrival = new Arrival(settings.receiveTimeout().toNanos());
    if (tls != null) {
      pipeline.addLast(tls.newHandler(channel.alloc()));
    }
    pipeline
        .addLast(arrival)
        .addLast(
            new HttpServerCodec(
                new HttpDecoderConfig()
                    .setMaxInitialLineLength(settings.maxTarget())
                    .setMaxHeaderSize(settings.maxHeaders())))
        .addLast(new HttpObjectAggregator(settings.maxBody()))
        .addLast(new Connection(traffic, arrival, tls != null));
  }
}
