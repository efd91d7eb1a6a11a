package dev.rota.http.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.Workers;
import dev.rota.http.Model;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A number of processes that finds itself. */
@Timeout(value = 180, threadMode = SEPARATE_THREAD)
class AutoSizingTest {

  private static final byte[] REQUEST =
      "GET /sleep?20 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private static ServiceBuilder found(Model model) {
    return EveryModelTest.of(model, Handlers.Obedient.class).workers(Workers.adaptive(1, 4));
  }

  /** More processes than this machine has processors to begin with, as requests wait. */
  @Test
  void requestsThatWaitGetMoreProcesses() throws Exception {
    int most = 2 * Workers.adaptive(1, 64).first();
    ServiceBuilder builder =
        EveryModelTest.of(Model.PREFORK, Handlers.Obedient.class)
            .workers(Workers.adaptive(1, most));
    try (Service service = EveryModelTest.ready(builder)) {
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < 3 * most; i++) {
        clients.add(Thread.ofVirtual().start(() -> ask(service)));
      }
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> service.status().contains("\"strength\":" + most));
      assertThat(service.status()).contains("\"comparing\":true");
      service.addWorkers(1); // is refused, as the number finds itself
      clients.forEach(Thread::interrupt);
      for (Thread client : clients) {
        client.join();
      }
      assertThat(service.status()).doesNotContain("\"decisions\":0").contains("\"crashed\":0");
    }
  }

  /** A connection for each request, so that new processes get some. */
  private static void ask(Service service) {
    while (!Thread.currentThread().isInterrupted()) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
        socket.getOutputStream().write(REQUEST);
        InputStream in = socket.getInputStream();
        byte[] _ = in.readAllBytes();
      } catch (IOException e) {
        // the test ends, or a process does
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"THREADS", "EVENT", "COROUTINES"})
  void oneProcessCannotFindItsThreads(Model model) {
    assertThatThrownBy(() -> found(model).plan())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("for prefork, hybrid and event-processes, not for one process");
  }

  @ParameterizedTest
  @EnumSource(names = {"PREFORK", "HYBRID", "EVENT_PROCESSES"})
  void manyProcessesCan(Model model) {
    assertThat(found(model).plan().numbers().bounds()).isEqualTo(Workers.adaptive(1, 4));
  }

  @Test
  void aNumberIsSaidOnceOnly() {
    assertThatThrownBy(() -> found(Model.PREFORK).spares(1, 2, 4).plan())
        .hasMessageContaining("spares and workers that are found both say how many there are");
    assertThatThrownBy(
            () ->
                Service.builder()
                    .command(List.of("true"), false)
                    .workers(Workers.adaptive(1, 4))
                    .plan())
        .hasMessageContaining("workers cannot be found for a command");
    assertThatThrownBy(() -> found(Model.PREFORK).workers(Workers.adaptive(1, 600)))
        .hasMessage("workers must be 1 to 512, not 600");
  }
}
