package dev.rota.http.serve;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks a service, well or badly. */
final class Client implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http;
  private final int port;

  Client(Service service, Version version) {
    this.port = service.port();
    this.http = HttpClient.newBuilder().version(version).build();
  }

  Client(Service service) {
    this(service, Version.HTTP_1_1);
  }

  private HttpRequest.Builder to(String target) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target))
        .timeout(PATIENCE);
  }

  HttpResponse<String> get(String target) throws IOException, InterruptedException {
    return http.send(to(target).build(), BodyHandlers.ofString());
  }

  HttpResponse<byte[]> post(String target, byte[] body) throws IOException, InterruptedException {
    return http.send(
        to(target).POST(BodyPublishers.ofByteArray(body)).build(), BodyHandlers.ofByteArray());
  }

  /** All that comes back, until the other end closes. */
  String raw(String request) throws IOException {
    try (Socket socket = socket()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  Socket socket() throws IOException {
    return socket(0);
  }

  /** One that takes in so much at a time; 0 for what is usual. */
  Socket socket(int receiveBuffer) throws IOException {
    Socket socket = new Socket();
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout((int) PATIENCE.toMillis());
    return socket;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
