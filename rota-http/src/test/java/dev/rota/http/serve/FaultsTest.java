package dev.rota.http.serve;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.http.Model;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers that die, hang, wear out or never live, killed for real. */
@Timeout(value = 180, threadMode = SEPARATE_THREAD)
class FaultsTest {

  private static final Pattern STARTING = Pattern.compile("\"starting\"[^}]*\"pid\":([1-9][0-9]*)");

  private static final Pattern STRENGTH = Pattern.compile("\"strength\":([0-9]+)");

  private static String pid(Client client) throws IOException, InterruptedException {
    return client.get("/pid").body();
  }

  private static int strength(Service service) {
    Matcher strength = STRENGTH.matcher(service.status());
    assertThat(strength.find()).isTrue();
    return Integer.parseInt(strength.group(1));
  }

  private static void awaitStatus(Service service, String text) {
    await().atMost(Duration.ofSeconds(60)).until(() -> service.status().contains(text));
  }

  @Test
  void aCrashCostsItsOwnConnectionsAndTheWorkerIsReplaced() throws Exception {
    try (Service service =
            EveryModelTest.ready(EveryModelTest.of(Model.PREFORK, Handlers.Obedient.class));
        Client client = new Client(service)) {
      assertThat(client.raw("GET /crash HTTP/1.1\r\nhost: x\r\n\r\n")).isEmpty();
      for (int i = 0; i < 20; i++) {
        assertThat(client.get("/x").statusCode()).isEqualTo(200);
      }
      awaitStatus(service, "\"crashed\":1");
    }
  }

  @Test
  void aKilledProcessOfThreadsIsReplaced() throws Exception {
    try (Service service =
            EveryModelTest.ready(EveryModelTest.of(Model.THREADS, Handlers.Obedient.class));
        Client first = new Client(service);
        Client second = new Client(service)) {
      String before = pid(first);
      ProcessHandle.of(Long.parseLong(before)).orElseThrow().destroyForcibly();
      assertThat(pid(second)).isNotEqualTo(before); // waits in the socket's queue
      awaitStatus(service, "\"crashed\":1");
    }
  }

  @Test
  void aLoopThatNeverEndsCostsItsWorkerOnly() throws Exception {
    try (Service service =
            EveryModelTest.ready(
                EveryModelTest.of(Model.PREFORK, Handlers.Obedient.class)
                    .requestTimeout(Duration.ofMillis(500)));
        Client client = new Client(service)) {
      assertThat(client.get("/spin").statusCode()).isEqualTo(504);
      awaitStatus(service, "\"crashed\":1");
      assertThat(client.get("/x").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aStoppedWorkerIsFoundAndReplaced() throws Exception {
    try (Service service =
            EveryModelTest.ready(
                EveryModelTest.of(Model.EVENT, Handlers.Obedient.class)
                    .requestTimeout(Duration.ofMillis(500)));
        Client first = new Client(service);
        Client second = new Client(service)) {
      String before = pid(first);
      assertThat(new ProcessBuilder("kill", "-STOP", before).start().waitFor()).isZero();
      awaitStatus(service, "\"stuck\":1");
      assertThat(pid(second)).isNotEqualTo(before);
    }
  }

  @Test
  void workersThatHaveServedTheirTimeAreReplacedWithoutALostRequest() throws Exception {
    try (Service service =
        EveryModelTest.ready(
            EveryModelTest.of(Model.PREFORK, Handlers.Obedient.class).requests(200))) {
      Load load = new Load(service, 3);
      load.awaitProcesses(5);
      assertThat(load.end()).isEmpty();
    }
  }

  @Test
  void oneThatFloodsItsLogIsReplaced() throws Exception {
    try (Service service =
            EveryModelTest.ready(EveryModelTest.of(Model.THREADS, Handlers.Obedient.class));
        Client client = new Client(service)) {
      String before = pid(client);
      assertThat(client.get("/flood").statusCode()).isEqualTo(204);
      awaitStatus(service, "\"recycled\":1");
      await().atMost(Duration.ofSeconds(60)).until(() -> !pid(client).equals(before));
    }
  }

  @Test
  void aReloadToWhatCannotLiveLeavesTheOldWorkers() throws Exception {
    ServiceBuilder unfit =
        EveryModelTest.of(Model.PREFORK, Handlers.Unfit.class)
            .restartIntensity(2, Duration.ofSeconds(60));
    try (Service service =
        EveryModelTest.ready(
            EveryModelTest.of(Model.PREFORK, Handlers.Obedient.class)
                .restartIntensity(2, Duration.ofSeconds(60)))) {
      Load load = new Load(service, 2);
      load.awaitProcesses(2);
      service.reload(unfit);
      awaitStatus(service, "\"reloads\":1");
      awaitStatus(service, "\"crashed\":3");
      load.awaitAnswers(200);
      assertThat(load.processes()).isEqualTo(2);
      assertThat(load.end()).isEmpty();
    }
  }

  @Test
  void moreWorkersAndFewer() throws Exception {
    try (Service service =
        EveryModelTest.ready(EveryModelTest.of(Model.PREFORK, Handlers.Obedient.class))) {
      Load load = new Load(service, 6);
      service.addWorkers(2);
      load.awaitProcesses(4);
      service.addWorkers(-3);
      awaitStatus(service, "\"strength\":1");
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> service.status().split("\"state\":\"ready\"", -1).length == 2);
      assertThat(load.end()).isEmpty();
    }
  }

  @Test
  void theNumberOfWorkersFollowsTheLoad() throws Exception {
    try (Service service =
            EveryModelTest.ready(
                EveryModelTest.of(Model.PREFORK, Handlers.Obedient.class)
                    .workers(1)
                    .spares(1, 2, 4));
        Client client = new Client(service)) {
      List<Socket> slow = new ArrayList<>();
      for (int i = 0; i < 3; i++) { // one after the other, so that none waits in a busy process
        slow.add(client.socket());
        slow.get(i)
            .getOutputStream()
            .write("GET /sleep?60000 HTTP/1.1\r\nhost: x\r\n\r\n".getBytes(US_ASCII));
        int wanted = i + 2;
        await().atMost(Duration.ofSeconds(60)).until(() -> strength(service) >= wanted);
      }
      for (Socket socket : slow) {
        socket.close();
      }
      awaitStatus(service, "\"strength\":2");
      assertThat(client.get("/x").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void whatTheMasterLeavesBehindIsNothing() throws Exception {
    Service service =
        EveryModelTest.ready(EveryModelTest.of(Model.HYBRID, Handlers.Obedient.class));
    Set<String> pids = new TreeSet<>();
    try (service;
        Client client = new Client(service)) {
      pids.add(pid(client));
    }
    for (String pid : pids) {
      assertThat(ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive)).isEmpty();
    }
    assertThat(Services.names()).doesNotContain(service.name());
    try (ServerSocket free =
        new ServerSocket(service.port(), 1, InetAddress.getLoopbackAddress())) {
      assertThat(free.isBound()).isTrue();
    }
  }

  /** Netty unpacks a library, and who is killed then does not remove it. */
  @Test
  void whoIsKilledWhileItStartsLeavesNothing() throws Exception {
    try (Service service =
        EveryModelTest.of(Model.PREFORK, Handlers.Obedient.class)
            .workers(4)
            .restartIntensity(1000, Duration.ofSeconds(10))
            .start()) {
      for (long wait = 0; wait < 12; wait++) {
        Optional<ProcessHandle> victim = ProcessHandle.of(starting(service));
        LockSupport.parkNanos(wait * 50_000_000); // another moment of its start
        victim.ifPresent(ProcessHandle::destroyForcibly);
      }
      assertThat(service.awaitReady(Duration.ofSeconds(60))).isTrue();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> service.status().split("\"state\":\"ready\"", -1).length == 5);
      await().atMost(Duration.ofSeconds(60)).until(() -> unpacked().isEmpty()); // nor others'
    }
  }

  private static long starting(Service service) throws InterruptedException {
    Matcher starting = STARTING.matcher(service.status());
    while (!starting.find()) {
      Thread.sleep(1);
      starting.reset(service.status());
    }
    return Long.parseLong(starting.group(1));
  }

  private static List<Path> unpacked() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().matches("(rota-worker-|libnetty).*"))
          .toList();
    }
  }

  @Test
  void anAddressInUseIsToldOf() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      InetSocketAddress address = (InetSocketAddress) taken.getLocalSocketAddress();
      assertThatThrownBy(
              EveryModelTest.of(Model.PREFORK, Handlers.Obedient.class).address(address)::start)
          .isInstanceOf(ServiceException.class)
          .hasMessage(
              "cannot listen on 127.0.0.1:" + address.getPort() + ": the address is in use");
    }
  }

  /** Any program takes the place of workers, by the convention of systemd or of inetd. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void programsServeToo(boolean asInput, @TempDir Path folder) throws Exception {
    Path program = folder.resolve("serve.py");
    String told =
        asInput
            ? "descriptor = 0; assert 'LISTEN_FDS' not in os.environ"
            : "descriptor = 3; assert os.environ['LISTEN_FDS'] == '1'"
                + " and os.environ['LISTEN_PID'] == str(os.getpid())";
    Files.writeString(
        program,
        """
        import os, socket
        TOLD
        listener = socket.socket(fileno=descriptor)
        while True:
            connection, _ = listener.accept()
            connection.recv(65536)
            body = str(os.getpid()).encode()
            head = "HTTP/1.1 200 OK\\r\\nconnection: close\\r\\ncontent-length: %d\\r\\n\\r\\n"
            connection.sendall((head % len(body)).encode() + body)
            connection.close()
        """
            .replace("TOLD", told));
    try (Service service =
        EveryModelTest.ready(
            Service.builder()
                .port(0)
                .workers(2)
                .command(List.of("python3", program.toString()), asInput))) {
      Load load = new Load(service, 4);
      load.awaitProcesses(2);
      service.reload();
      load.awaitProcesses(4);
      load.end(); // what it had accepted is lost: this program knows no SIGTERM
    }
  }
}
