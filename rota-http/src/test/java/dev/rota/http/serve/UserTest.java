package dev.rota.http.serve;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.http.Model;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Workers of another user. Needs root, as this user's tests elsewhere have not. */
@Timeout(value = 180, threadMode = SEPARATE_THREAD)
class UserTest {

  private static final String USER = "nobody";

  @TempDir private Path folder;

  @BeforeEach
  void onlyRootCan() {
    assumeTrue(Users.isRoot(), "only root can take another user's rights");
  }

  /** The class of the handler, where that user can read it. */
  private ServiceBuilder service(Model model, Class<?> handler) throws Exception {
    Path classes = folder.resolve(handler.getPackageName().replace('.', '/'));
    Files.createDirectories(classes);
    for (Class<?> one : List.of(handler, Handlers.class)) {
      String name = one.getName().substring(one.getPackageName().length() + 1) + ".class";
      Files.copy(one.getResourceAsStream(name), classes.resolve(name), REPLACE_EXISTING);
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.toList()) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
    return EveryModelTest.of(model, handler).classPath(List.of(folder)).user(USER);
  }

  @ParameterizedTest
  @EnumSource(names = {"PREFORK", "COROUTINES"})
  void allThreadsHaveTheRightsOfTheUserAndServe(Model model) throws Exception {
    String uid = Files.getAttribute(Files.createFile(folder.resolve("x")), "unix:uid").toString();
    assertThat(uid).isEqualTo("0");
    Path secret = folder.resolve("secret");
    Files.createFile(
        secret, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (Service service = EveryModelTest.ready(service(model, Handlers.Nosy.class));
        Client client = new Client(service)) {
      Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
      String pid = client.get("/pid").body();
      try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
        assertThat(threads)
            .allSatisfy(
                thread ->
                    assertThat(Files.readAllLines(thread.resolve("status")))
                        .filteredOn(line -> line.matches("(Uid|Gid|Groups|CapEff):.*"))
                        .noneMatch(line -> line.matches("(Uid|Gid):.*\\b0\\b.*"))
                        .contains("CapEff:\t0000000000000000"));
      }
      assertThat(client.get("/" + secret).statusCode()).isEqualTo(500);
      assertThat(service.status()).contains("\"failed\":1");
      Load load = new Load(service, 2);
      load.awaitAnswers(20);
      service.reload(service(model, Handlers.Nosy.class));
      load.awaitProcesses(model.hasManyProcesses() ? 4 : 2);
      assertThat(load.end()).isEmpty();
    }
  }

  /** A change of user forgets by whose death a process dies. */
  @Test
  void workersStillDieWithTheirMaster() throws Exception {
    try (Service service = EveryModelTest.ready(service(Model.EVENT, Handlers.Nosy.class));
        Client client = new Client(service)) {
      ProcessHandle worker = ProcessHandle.of(Long.parseLong(client.get("/pid").body())).get();
      ProcessHandle guardian = worker.parent().orElseThrow();
      guardian.destroyForcibly();
      worker.onExit().join();
      assertThatThrownBy(service::await).hasMessage("the guardian of the workers is gone");
    }
  }

  @Test
  void aPrivilegedPortCanBeHad() throws Exception {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 81);
    try (Service service =
            EveryModelTest.ready(service(Model.EVENT, Handlers.Nosy.class).address(address));
        Client client = new Client(service)) {
      assertThat(client.get("/pid").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void whoIsNoUserIsRefused() {
    assertThatThrownBy(
            EveryModelTest.of(Model.EVENT, Handlers.Nosy.class).user("nobody-such")::start)
        .isInstanceOf(ServiceException.class)
        .hasMessage("there is no user nobody-such");
  }
}
