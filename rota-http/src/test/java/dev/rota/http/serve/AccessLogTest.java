package dev.rota.http.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.http.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The access log, as others read it. */
@Timeout(value = 180, threadMode = SEPARATE_THREAD)
class AccessLogTest {

  private static final int REQUESTS = 40;

  @TempDir private Path folder;

  private static List<String> lines(Path file, int wanted) {
    await().atMost(Duration.ofSeconds(60)).until(() -> lines(file).size() >= wanted);
    return lines(file);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Four processes append to one file. */
  @Test
  void theCommonFormatHasALineARequestWhateverClientsSend() throws Exception {
    Path file = folder.resolve("log");
    try (Service service =
            EveryModelTest.ready(
                EveryModelTest.of(Model.PREFORK, Handlers.Obedient.class)
                    .workers(4)
                    .accessLog(file.toString(), false));
        Client client = new Client(service)) {
      for (int i = 0; i < REQUESTS; i++) {
        String _ =
            client.raw("GET /" + i + "?\"a\" HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
      }
      String _ = client.raw("nonsense\r\n\r\n");
      List<String> lines = lines(file, REQUESTS + 1);
      assertThat(lines).hasSize(REQUESTS + 1);
      assertThat(lines)
          .allMatch(
              line ->
                  line.matches(
                      "127\\.0\\.0\\.1 - - \\[\\d{2}/[A-Z][a-z]{2}/\\d{4}(:\\d\\d){3} [+-]\\d{4}\\]"
                          + " \"[^\"]+ [^\"]+ HTTP/1\\.1\" \\d{3} \\d+"));
      assertThat(lines).filteredOn(line -> line.contains("\" 200 ")).hasSize(REQUESTS);
      assertThat(lines).filteredOn(line -> line.contains("\" 400 ")).hasSize(1);
    }
  }

  @Test
  void linesOfJsonAreObjects() throws Exception {
    Path file = folder.resolve("log");
    try (Service service =
            EveryModelTest.ready(
                EveryModelTest.of(Model.EVENT, Handlers.Obedient.class)
                    .accessLog(file.toString(), true));
        Client client = new Client(service)) {
      assertThat(client.get("/x?y").statusCode()).isEqualTo(200);
      assertThat(lines(file, 1).getFirst())
          .matches(
              "\\{\"time\":\"[-0-9T:.]+Z\",\"remote\":\"127.0.0.1\",\"method\":\"GET\","
                  + "\"target\":\"/x\\?y\",\"status\":200,\"bytes\":8,\"micros\":\\d+\\}");
    }
  }

  @Test
  void aLogThatWasMovedAwayIsOpenedAnewWhenToldAndNoLineIsLost() throws Exception {
    Path file = folder.resolve("log");
    Path old = folder.resolve("log.1");
    try (Service service =
            EveryModelTest.ready(
                EveryModelTest.of(Model.EVENT_PROCESSES, Handlers.Obedient.class)
                    .accessLog(file.toString(), false));
        Client client = new Client(service)) {
      int asked = 0;
      for (; asked < 10; asked++) {
        assertThat(client.get("/x").statusCode()).isEqualTo(200);
      }
      assertThat(lines(file, 10)).hasSize(10);
      Files.move(file, old);
      service.reopenLogs();
      for (; !Files.exists(file); asked++) { // until the worker that answers has seen it
        assertThat(client.get("/y").statusCode()).isEqualTo(200);
      }
      int all = asked;
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> lines(old).size() + lines(file).size() == all);
    }
  }
}
