package dev.rota.http.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.http.Model;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that take their time, and a service that must not take that for idleness. */
@Timeout(value = 180, threadMode = SEPARATE_THREAD)
class SlowClientsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A worker that is to go waits so long for connections without a request. */
  private static final Duration LEAVE = Duration.ofSeconds(5);

  private static final int LARGE = 8 << 20;
  private static final int SMALL = 1 << 16;

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String head(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) socket.getInputStream().readNBytes(1)[0]);
    }
    return head.toString();
  }

  @Test
  void aReloadCutsNoneOfThem() throws Exception {
    try (Service service =
            EveryModelTest.ready(EveryModelTest.of(Model.EVENT, Handlers.Obedient.class));
        Client client = new Client(service);
        Socket quiet = client.socket();
        Socket reader = client.socket(SMALL);
        Socket writer = client.socket()) {
      for (Socket socket : new Socket[] {quiet, writer}) {
        say(socket, "HEAD /x HTTP/1.1\r\nhost: x\r\n\r\n");
        assertThat(head(socket)).startsWith("HTTP/1.1 200");
      }
      Thread.sleep(LEAVE.plusMillis(500)); // has been quiet for longer than it may when all is over
      say(reader, "GET /large HTTP/1.1\r\nhost: x\r\n\r\n");
      assertThat(head(reader)).startsWith("HTTP/1.1 200");
      say(writer, "POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 8\r\n\r\nhalf");
      service.reload();
      await().atMost(PATIENCE).until(() -> service.status().contains("\"state\":\"draining\""));
      say(quiet, "GET /x HTTP/1.1\r\nhost: x\r\n\r\n");
      assertThat(head(quiet)).startsWith("HTTP/1.1 200").contains("connection: close");
      readSlowly(reader, LARGE / 8);
      say(writer, "half");
      assertThat(head(writer)).startsWith("HTTP/1.1 200").contains("content-length: 8");
      int rest = LARGE - LARGE / 8;
      assertThat(reader.getInputStream().readNBytes(rest)).hasSize(rest);
    }
  }

  /** For longer than a connection may be quiet; what is left does not fit into the sockets. */
  private static void readSlowly(Socket socket, int bytes) throws Exception {
    int steps = 16;
    for (int i = 0; i < steps; i++) {
      assertThat(socket.getInputStream().readNBytes(bytes / steps)).hasSize(bytes / steps);
      Thread.sleep(LEAVE.plusSeconds(1).dividedBy(steps));
    }
  }

  /** It reads nothing, and begins to ask for more: once is told that it is late, then closed. */
  @Test
  void whoReadsNothingIsGivenUp() throws Exception {
    ServiceBuilder builder =
        EveryModelTest.of(Model.EVENT, Handlers.Obedient.class)
            .receiveTimeout(Duration.ofMillis(300))
            .idleTimeout(Duration.ofSeconds(2));
    try (Service service = EveryModelTest.ready(builder);
        Client client = new Client(service);
        Socket socket = client.socket()) {
      say(socket, "GET /large HTTP/1.1\r\nhost: x\r\n\r\n");
      await().atMost(PATIENCE).until(() -> service.status().contains("\"requests\":1,"));
      say(socket, "GE");
      await().atMost(PATIENCE).until(() -> service.status().contains("\"connections\":1"));
      await().atMost(PATIENCE).until(() -> service.status().contains("\"connections\":0"));
      assertThat(service.status()).contains("\"bad\":1");
    }
  }

  @Test
  void whoComesWhileTheServiceEndsIsToldSoAtOnce() throws Exception {
    try (Service service =
            EveryModelTest.ready(EveryModelTest.of(Model.EVENT, Handlers.Patient.class));
        Client client = new Client(service);
        Socket busy = client.socket()) {
      say(busy, "GET /never HTTP/1.1\r\nhost: x\r\n\r\n");
      await().atMost(PATIENCE).until(() -> service.status().contains("\"busy\":1"));
      service.drain();
      await().atMost(PATIENCE).until(() -> isRefused(client));
      assertThat(service.status()).contains("\"busy\":1");
    }
  }

  private static boolean isRefused(Client client) throws IOException {
    try (Socket _ = client.socket()) {
      return false;
    } catch (ConnectException e) {
      return true;
    }
  }
}
