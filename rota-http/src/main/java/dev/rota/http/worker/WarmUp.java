package dev.rota.http.worker;

import dev.rota.http.Response;
import dev.rota.http.link.Board;
import dev.rota.http.link.LogFile;
import dev.rota.http.link.WorkerSettings;
import dev.rota.share.SharedRegion;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * Has a new worker answer some requests of its own, so that the first of others do not wait until
 * classes are loaded: they go over a socket, through the same pipeline and in the same threads, but
 * to a handler of this class's, and leave no trace on the scoreboard.
 */
final class WarmUp {

  private static final int REQUESTS = 200;
  private static final int PATIENCE_MILLIS = 5000;
  private static final String REQUEST = "GET / HTTP/1.1\r\nhost: localhost\r\n";

  private WarmUp() {}

  /**
   * Does so; it stops no worker if that cannot be.
   *
   * @param calls of a handler, in the threads of the worker
   */
  static void run(WorkerSettings settings, EventLoop loop, Function<Answering, Calls> calls) {
    try (SharedRegion scratch = SharedRegion.anonymous(Board.bytes())) {
      Board board = Board.in(scratch);
      Answering answering = Answering.by(request -> Response.text("warm"), board.row(0));
      Traffic traffic =
          new Traffic(
              settings,
              board.row(0),
              calls.apply(answering),
              AccessLog.open(LogFile.NONE, board),
              new OwnPages("", "", board),
              isFull -> {},
              () -> {});
      Pipeline plain = new Pipeline(settings, null);
      Channel listener = listen(loop, plain, traffic);
      try {
        ask((InetSocketAddress) listener.localAddress());
      } finally {
        var _ = listener.close().syncUninterruptibly();
        var _ = loop.submit(() -> {}).syncUninterruptibly(); // its connection is gone before
      }
    } catch (Exception e) {
      Diary.note("a worker begins cold: " + e);
    }
  }

  private static Channel listen(EventLoop loop, Pipeline pipeline, Traffic traffic)
      throws InterruptedException {
    return new ServerBootstrap()
        .group(loop)
        .channel(EpollServerSocketChannel.class)
        .childHandler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel begun) {
                pipeline.begin(begun, traffic, false);
              }
            })
        .bind(InetAddress.getLoopbackAddress(), 0)
        .sync()
        .channel();
  }

  private static void ask(InetSocketAddress address) throws IOException {
    String all = (REQUEST + "\r\n").repeat(REQUESTS - 1) + REQUEST + "connection: close\r\n\r\n";
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(all.getBytes(StandardCharsets.US_ASCII));
      byte[] _ = socket.getInputStream().readAllBytes();
    }
  }
}
