package dev.rota.http.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.http.Model;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** More connections than there is room for. */
@Timeout(value = 180, threadMode = SEPARATE_THREAD)
class ConnectionsTest {

  private static final byte[] QUESTION =
      "GET /x HTTP/1.1\r\nhost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private static String ask(Socket socket) throws IOException {
    socket.getOutputStream().write(QUESTION);
    String head = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    socket.getInputStream().skipNBytes(socket.getInputStream().available()); // it came at once
    return head;
  }

  @ParameterizedTest
  @EnumSource
  void whoComesBeyondTheLimitIsToldSoAndOthersAreServed(Model model) throws Exception {
    try (Service service =
            EveryModelTest.ready(
                EveryModelTest.of(model, Handlers.Obedient.class).workers(1).connections(3));
        Client client = new Client(service)) {
      List<Socket> within = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        within.add(client.socket());
        assertThat(ask(within.getLast())).isEqualTo("HTTP/1.1 200");
      }
      assertThat(client.raw("GET /x HTTP/1.1\r\nhost: x\r\n\r\n")).satisfies(this::isRefusal);
      assertThat(client.raw("")).satisfies(this::isRefusal); // whoever says nothing, too
      for (Socket socket : within) {
        assertThat(ask(socket)).isEqualTo("HTTP/1.1 200");
      }
      assertThat(service.status()).contains("\"refused\":2");
      within.getFirst().close();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                try (Socket next = client.socket()) {
                  return ask(next).endsWith("200");
                }
              });
      for (Socket socket : within) {
        socket.close();
      }
    }
  }

  private void isRefusal(String answer) {
    assertThat(answer)
        .startsWith("HTTP/1.1 503")
        .contains("retry-after: ")
        .contains("connection: close");
  }

  /**
   * All processes are busy, and the queue of the socket is full: nobody would be let in, and who
   * comes would get no answer at all.
   */
  @ParameterizedTest
  @EnumSource(names = {"PREFORK", "HYBRID"})
  void whoFindsTheQueueOfTheSocketFullIsToldSo(Model model) throws Exception {
    try (Service service =
            EveryModelTest.ready(
                EveryModelTest.of(model, Handlers.Obedient.class)
                    .workers(1)
                    .threads(1)
                    .backlog(8)
                    .requestTimeout(Duration.ofMinutes(3)));
        Client client = new Client(service);
        Socket busy = client.socket()) {
      busy.getOutputStream()
          .write("GET /sleep?170000 HTTP/1.1\r\nhost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      await().atMost(Duration.ofSeconds(60)).until(() -> service.status().contains("\"busy\":1"));
      Queue<String> answers = new ConcurrentLinkedQueue<>();
      for (int i = 0; i < 30; i++) {
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  try {
                    answers.add(client.raw("GET /x HTTP/1.1\r\nhost: x\r\n\r\n"));
                  } catch (IOException e) {
                    // the service has ended, and it was still in the queue
                  }
                });
      }
      await().atMost(Duration.ofSeconds(60)).until(() -> answers.size() >= 20);
      assertThat(answers).allSatisfy(this::isRefusal);
      assertThat(service.status()).contains("\"busy\":1");
    }
  }
}
