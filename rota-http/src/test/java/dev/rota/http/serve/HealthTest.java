package dev.rota.http.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.http.Model;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Handlers that are well, turn sick, or never are well. */
@Timeout(value = 180, threadMode = SEPARATE_THREAD)
class HealthTest {

  private static ServiceBuilder of(Model model) {
    return EveryModelTest.of(model, Handlers.Obedient.class)
        .healthPath("/health")
        .healthInterval(Duration.ofMillis(200));
  }

  private static String pid(Client client) throws Exception {
    return client.get("/pid").body();
  }

  private static void awaitStatus(Service service, String text) {
    await().atMost(Duration.ofSeconds(60)).until(() -> service.status().contains(text));
  }

  @ParameterizedTest
  @EnumSource(names = {"PREFORK", "EVENT", "COROUTINES"})
  void aWorkerWhoseHandlerTurnsSickIsReplaced(Model model) throws Exception {
    try (Service service = EveryModelTest.ready(of(model));
        Client client = new Client(service)) {
      assertThat(client.get("/health").statusCode()).isEqualTo(200);
      String before = client.get("/turn-sick").body();
      awaitStatus(service, "\"sick\":1");
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> !service.status().contains("\"pid\":" + before));
      assertThat(client.get("/x").statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/turn-slow", "/turn-deaf"})
  void oneThatDoesNotAnswerIsReplacedToo(String how) throws Exception {
    try (Service service = EveryModelTest.ready(of(Model.THREADS));
        Client client = new Client(service)) {
      String before = client.get(how).body();
      awaitStatus(service, "\"sick\":1");
      await().atMost(Duration.ofSeconds(60)).until(() -> !pid(client).equals(before));
    }
  }

  /** A check waits its turn behind requests that may take their time. */
  @Test
  void oneThatIsBusyIsNotSick() throws Exception {
    try (Service service = EveryModelTest.ready(of(Model.PREFORK).workers(1));
        Client client = new Client(service)) {
      String before = pid(client);
      assertThat(client.get("/sleep?2000").body()).isEqualTo("slept");
      assertThat(pid(client)).isEqualTo(before);
      assertThat(service.status()).contains("\"sick\":0");
    }
  }

  @Test
  void oneThatIsNeverWellTakesNoRequestAndTheOldWorkersStay() throws Exception {
    ServiceBuilder changed =
        EveryModelTest.of(Model.PREFORK, Handlers.Sick.class)
            .healthPath("/health")
            .startTimeout(Duration.ofSeconds(3))
            .restartIntensity(1, Duration.ofSeconds(60));
    try (Service service =
        EveryModelTest.ready(of(Model.PREFORK).restartIntensity(1, Duration.ofSeconds(60)))) {
      Load load = new Load(service, 2);
      load.awaitProcesses(2);
      service.reload(changed);
      awaitStatus(service, "\"stuck\":2");
      load.awaitAnswers(100);
      assertThat(load.processes()).isEqualTo(2);
      assertThat(load.end()).isEmpty();
    }
  }

  @Test
  void whileTheServiceDrainsItSaysSo() throws Exception {
    byte[] question = "GET /health HTTP/1.1\r\nhost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    try (Service service = EveryModelTest.ready(of(Model.THREADS));
        Client client = new Client(service);
        Socket socket = client.socket()) {
      InputStream in = socket.getInputStream();
      socket.getOutputStream().write(question);
      assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII)).endsWith("200");
      service.drain();
      awaitStatus(service, "\"state\":\"draining\"");
      socket.getOutputStream().write(question);
      assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII))
          .contains("HTTP/1.1 503")
          .contains("connection: close");
    }
  }

  @Test
  void aProgramCannotBeAsked() {
    ServiceBuilder builder = Service.builder().command(List.of("x"), false).healthPath("/health");
    assertThatThrownBy(builder::start)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("healthPath needs a handler");
    assertThatThrownBy(() -> builder.healthPath("health"))
        .hasMessage("healthPath must begin with /, not health");
  }
}
