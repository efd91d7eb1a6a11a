package dev.rota.http.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.http.Model;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every model does alike, in real workers. */
@Timeout(value = 180, threadMode = SEPARATE_THREAD)
class EveryModelTest {

  static ServiceBuilder of(Model model, Class<?> handler) {
    return Service.builder().port(0).model(model).handler(handler.getName()).workers(2);
  }

  static Service ready(ServiceBuilder builder) throws InterruptedException {
    Service service = builder.start();
    assertThat(service.awaitReady(Duration.ofSeconds(60))).isTrue();
    return service;
  }

  @ParameterizedTest
  @EnumSource
  void requestsAreAnswered(Model model) throws Exception {
    byte[] body = new byte[100_000];
    new Random(1).nextBytes(body);
    try (Service service = ready(of(model, Handlers.Obedient.class).accessLog("-", true));
        Client client = new Client(service);
        Client second = new Client(service, Version.HTTP_2)) {
      assertThat(client.get("/a%20b").body()).isEqualTo("hello /a b");
      assertThat(client.get("/query?a=b%26c&d").body()).isEqualTo("b&c");
      assertThat(client.post("/echo", body).body()).isEqualTo(body);
      assertThat(client.get("/large").body()).hasSize(8 << 20);
      assertThat(client.get("/throw").statusCode()).isEqualTo(500);
      HttpResponse<String> upgraded = second.get("/x");
      assertThat(upgraded.body()).isEqualTo("hello /x");
      assertThat(
              client.raw(
                  "GET /x HTTP/1.0\r\nconnection: keep-alive\r\n\r\nGET /y HTTP/1.0\r\n\r\n"))
          .contains("connection: keep-alive\r\n")
          .endsWith("hello /y");
      assertThat(client.raw("HEAD / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"))
          .startsWith("HTTP/1.1 200 OK\r\n")
          .contains("content-length: 7\r\n")
          .endsWith("\r\n\r\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void requestsSentAheadAreAnsweredInOrder(Model model) throws Exception {
    try (Service service = ready(of(model, Handlers.Obedient.class));
        Client client = new Client(service)) {
      StringBuilder requests = new StringBuilder();
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        String last = i == 99 ? "connection: close\r\n" : "";
        requests
            .append("GET /")
            .append(i)
            .append(" HTTP/1.1\r\nhost: x\r\n")
            .append(last)
            .append("\r\n");
        expected.add("hello /" + i);
      }
      String answers = client.raw(requests.toString());
      assertThat(answers.split("\r\n\r\n", -1)).hasSize(101);
      int at = 0;
      for (String one : expected) {
        at = answers.indexOf(one, at);
        assertThat(at).as(one).isPositive();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"EVENT", "EVENT_PROCESSES", "COROUTINES", "PREFORK"})
  void stagesAreAnsweredWhenTheyEnd(Model model) throws Exception {
    try (Service service =
            ready(of(model, Handlers.Patient.class).requestTimeout(Duration.ofMillis(500)));
        Client client = new Client(service)) {
      assertThat(client.get("/later").body()).isEqualTo("later");
      assertThat(client.get("/never").statusCode()).isEqualTo(504);
      assertThat(client.get("/throw").statusCode()).isEqualTo(500);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatTakesTooLongIsEndedAndOthersAreAnswered(Model model) throws Exception {
    try (Service service =
            ready(of(model, Handlers.Obedient.class).requestTimeout(Duration.ofMillis(500)));
        Client client = new Client(service)) {
      assertThat(client.get("/sleep?60000").statusCode()).isEqualTo(504);
      assertThat(client.get("/x").body()).isEqualTo("hello /x");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aReloadUnderLoadLosesNoRequest(Model model) throws Exception {
    try (Service service = ready(of(model, Handlers.Obedient.class))) {
      Load load = new Load(service, 4);
      load.awaitAnswers(100);
      long before = load.processes();
      for (int i = 0; i < 2; i++) {
        service.reload();
        load.awaitProcesses(before + (i + 1) * (model.hasManyProcesses() ? 2L : 1L));
      }
      assertThat(load.end()).as("failed requests").isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDrainAnswersWhatIsUnderWay(Model model) throws Exception {
    try (Service service = ready(of(model, Handlers.Obedient.class));
        Client client = new Client(service);
        var socket = client.socket()) {
      socket
          .getOutputStream()
          .write("GET /sleep?300 HTTP/1.1\r\nhost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      while (!service.status().contains("\"busy\":1")) {
        Thread.onSpinWait();
      }
      service.drain();
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .contains("connection: close")
          .endsWith("slept");
      service.await();
    }
  }

  @Test
  void whoMayUseAUnixSocketIsForTheUserToSay(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("socket");
    try (Service service =
        of(Model.EVENT, Handlers.Obedient.class)
            .address(UnixDomainSocketAddress.of(file))
            .socketMode("660")
            .name("unix-mode")
            .start()) {
      assertThat(Files.getPosixFilePermissions(file))
          .isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
      assertThat(service.port()).isZero();
    }
    assertThatThrownBy(() -> Service.builder().socketMode("888"))
        .hasMessage("socketMode must be three octal digits such as 660, not 888");
  }

  @ParameterizedTest
  @EnumSource(names = {"EVENT", "PREFORK"})
  void aUnixSocketServesToo(Model model, @TempDir Path folder) throws Exception {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("socket"));
    try (Service service =
            ready(of(model, Handlers.Obedient.class).address(address).name("unix-" + model));
        SocketChannel channel = SocketChannel.open(address)) {
      assertThat(service.address()).isEqualTo("unix:" + address);
      assertThat(Files.getPosixFilePermissions(address.getPath()))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      int _ =
          channel.write(
              StandardCharsets.US_ASCII.encode(
                  "GET /x HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"));
      assertThat(
              new String(
                  Channels.newInputStream(channel).readAllBytes(), StandardCharsets.US_ASCII))
          .endsWith("hello /x");
    }
    assertThat(address.getPath()).doesNotExist();
  }
}
