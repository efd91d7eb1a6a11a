package dev.rota.http.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.http.Model;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are too large, too slow, or none. */
@Timeout(value = 120, threadMode = SEPARATE_THREAD)
class LimitsTest {

  private static Service service;
  private static Client client;

  @BeforeAll
  static void start() throws InterruptedException {
    service =
        EveryModelTest.ready(
            EveryModelTest.of(Model.THREADS, Handlers.Obedient.class)
                .queue(1)
                .maxBody(1000)
                .maxHeaders(2000)
                .maxTarget(500)
                .receiveTimeout(Duration.ofMillis(300))
                .idleTimeout(Duration.ofMillis(600)));
    client = new Client(service);
  }

  @AfterAll
  static void end() {
    client.close();
    service.close();
  }

  private static String status(String request) throws Exception {
    return client.raw(request).lines().findFirst().orElse("nothing");
  }

  /** Here | is the end of a line. */
  private static String lines(String text) {
    return text.replace("|", "\r\n");
  }

  private static long bad() {
    return Long.parseLong(service.status().replaceAll(".*\"bad\":(\\d+).*", "$1"));
  }

  @Test
  void whatIsTooLargeIsRefusedAndCounted() throws Exception {
    long before = bad();
    assertThat(status("POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 1001\r\n\r\n"))
        .startsWith("HTTP/1.1 413");
    assertThat(status("GET /" + "x".repeat(600) + " HTTP/1.1\r\nhost: x\r\n\r\n"))
        .startsWith("HTTP/1.1 414");
    assertThat(status("GET / HTTP/1.1\r\nhost: x\r\na: " + "x".repeat(3000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431");
    assertThat(
            status(
                "POST /echo HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n"
                    + "3e9\r\n"
                    + "x".repeat(1001)
                    + "\r\n0\r\n\r\n"))
        .startsWith("HTTP/1.1 413");
    assertThat(
            status(
                lines(
                    "POST /echo HTTP/1.1|host: x|expect: 100-continue|connection: close"
                        + "|content-length: 1001||")))
        .startsWith("HTTP/1.1 413");
    assertThat(bad() - before).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1|host: x|content-length: 3|transfer-encoding: chunked||0||",
        "GET / HTTP/1.1|host: x|content-length: 3|content-length: 4||abcd",
        "GET / HTTP/1.1|host: x|content-length: -1||",
        "GET / HTTP/1.1|host: x|content-length : 3||abc",
        "GET / HTTP/1.1|host: x|transfer-encoding: xchunked||0||",
        "GET / HTTP/1.1|host: x|transfer-encoding: chunked||zz||",
        "GET / HTTP/1.1|host: x|transfer-encoding: chunked, identity||0||",
        "GET / HTTP/1.1|host: x|transfer-encoding: chunked|transfer-encoding: identity||0||",
        "GET / HTTP/1.0|host: x|transfer-encoding: chunked||0||",
        "GET / HTTP/1.1|host: x|transfer-encoding: chunked||3x|abc|0||",
        "GET / HTTP/1.1|host: x|transfer-encoding: chunked||0x3|abc|0||",
        "GET / HTTP/1.1|host: x|transfer-encoding: chunked||-3|abc|0||",
        "GET / HTTP/1.1|host: x|transfer-encoding: chunked||3|abcd|0||",
        "GET / HTTP/1.1|host: x|content-length: 3, 4||abcd",
        "GET / HTTP/1.1|host: x|content-length: +3||abc",
        "GET / HTTP/1.1|host: x|content-length: 3 4||abc",
        "GET / HTTP/1.1|host: x|content-length: 0x3||abc",
        "GET / HTTP/1.1| host: x||",
        "GET / HTTP/1.1|host: x|a: b\rcontent-length: 3||abc",
        "GET / HTTP/1.1|host: x|a: b\ncontent-length: 3||abc",
        "GET / HTTP/1.1\nhost: x\n\n",
        "GET / HTTP/1.1|host: x|a\u0000: b||",
        "GET / HTTP/1.1|host: x|a: \u0000||",
        "GET / HTTP/1.1|host: x|: b||",
        "GET / HTTP/1.1||",
        "GET / HTTP/1.1|host: x|host: y||",
        "nonsense||"
      })
  void whatTwoServersCouldReadDifferentlyIsRefusedAndTheConnectionClosed(String request)
      throws Exception {
    String answer = client.raw(lines(request + "GET /smuggled HTTP/1.1|host: x||"));
    assertThat(answer).startsWith("HTTP/1.1 400").contains("connection: close");
    assertThat(answer).doesNotContain("smuggled");
  }

  /** It is one header still, as RFC 9112 (5.2) has it. */
  @Test
  void aHeaderThatIsFoldedIsNotTwo() throws Exception {
    assertThat(
            client.raw(
                "GET /header HTTP/1.1\r\nhost: x\r\na: b\r\n c: d\r\nconnection: close\r\n\r\n"))
        .endsWith("\r\n\r\nb c: d");
  }

  /** Not before the answers to what was sent ahead of it. */
  @Test
  void whatIsTooLargeIsAnsweredInItsTurn() throws Exception {
    String answers =
        client.raw(
            lines(
                "GET /sleep?100 HTTP/1.1|host: x||"
                    + "POST /echo HTTP/1.1|host: x|content-length: 1001||"));
    assertThat(answers).startsWith("HTTP/1.1 200").contains("HTTP/1.1 413");
  }

  @Test
  void whatIsNeverSentToItsEndIsRefused() throws Exception {
    try (Socket socket = client.socket()) {
      socket.getOutputStream().write("GET / HT".getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 408");
    }
  }

  @Test
  void whatSaysNothingIsClosed() throws Exception {
    try (Socket socket = client.socket()) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    try (Socket socket = client.socket()) {
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nhost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 200");
    }
  }

  /** Two threads, both at work, and one place to wait: with four more at once three are refused. */
  @Test
  void whatFindsNoRoomIsToldSoAtOnce() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Socket socket = client.socket();
      sockets.add(socket);
      socket
          .getOutputStream()
          .write(
              "GET /sleep?2000 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      String busy = "\"busy\":" + (i + 1);
      if (i < 2) {
        await().atMost(Duration.ofSeconds(60)).until(() -> service.status().contains(busy));
      }
    }
    for (Socket socket : sockets) {
      answers.add(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII));
      socket.close();
    }
    assertThat(answers).filteredOn(answer -> answer.endsWith("200")).isNotEmpty();
    assertThat(answers).filteredOn(answer -> answer.endsWith("503")).hasSizeBetween(1, 3);
  }
}
