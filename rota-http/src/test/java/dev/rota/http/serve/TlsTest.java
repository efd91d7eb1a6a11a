package dev.rota.http.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.http.Model;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS by PEM files. */
@Timeout(value = 180, threadMode = SEPARATE_THREAD)
class TlsTest {

  @TempDir private Path folder;

  private Service start(Model model) throws Exception {
    return EveryModelTest.ready(builder(model));
  }

  /** For those who say too little: in a JVM that is new a good handshake can take longer, too. */
  private Service startImpatient() throws Exception {
    return EveryModelTest.ready(builder(Model.EVENT).receiveTimeout(Duration.ofMillis(500)));
  }

  private ServiceBuilder builder(Model model) throws Exception {
    Certificates.make(folder, "first");
    return EveryModelTest.of(model, Handlers.Obedient.class)
        .tls(folder.resolve("cert.pem"), folder.resolve("key.pem"));
  }

  private static HttpResponse<String> get(Service service, Version version) throws Exception {
    try (HttpClient http =
        HttpClient.newBuilder().sslContext(Certificates.trusting()).version(version).build()) {
      return http.send(
          HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + service.port() + "/secure"))
              .timeout(Duration.ofSeconds(60))
              .build(),
          BodyHandlers.ofString());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"EVENT", "PREFORK"})
  void bothVersionsAreSpokenAsTheClientWishes(Model model) throws Exception {
    try (Service service = start(model)) {
      for (Version version : Version.values()) {
        if (version == Version.HTTP_1_1 || version == Version.HTTP_2) {
          HttpResponse<String> answer = get(service, version);
          assertThat(answer.version()).isEqualTo(version);
          assertThat(answer.body()).isEqualTo("true");
        }
      }
    }
  }

  @Test
  void aReloadReadsTheCertificateAnew() throws Exception {
    try (Service service = start(Model.EVENT)) {
      assertThat(Certificates.name(service.port())).isEqualTo("CN=first");
      Certificates.make(folder, "second");
      assertThat(Certificates.name(service.port())).isEqualTo("CN=first");
      service.reload();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> Certificates.name(service.port()).equals("CN=second"));
    }
  }

  @Test
  void whoSpeaksNoTlsAndWhoSaysNothingIsClosed() throws Exception {
    try (Service service = startImpatient();
        Client plain = new Client(service);
        Socket silent = plain.socket()) {
      assertThat(plain.raw("GET / HTTP/1.1\r\nhost: x\r\n\r\n")).doesNotContain("200");
      assertThat(silent.getInputStream().read()).isEqualTo(-1);
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions() // a handshake that took too long
          .until(() -> get(service, Version.HTTP_2).statusCode() == 200);
    }
  }

  /** Half a handshake, and the rest never comes. */
  @Test
  void whoNeverEndsItsHandshakeIsClosed() throws Exception {
    try (Service service = startImpatient();
        Client plain = new Client(service);
        Socket half = plain.socket()) {
      half.getOutputStream().write("\u0016\u0003\u0001".getBytes(StandardCharsets.ISO_8859_1));
      assertThat(half.getInputStream().readAllBytes()).hasSizeLessThan(100); // an alert at most
    }
  }
}
