package dev.rota.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.rota.program.Program.Sockets;
import dev.rota.program.ProgramEvent.Ended;
import dev.rota.program.ProgramEvent.Listening;
import dev.rota.program.ProgramEvent.NotListening;
import dev.rota.program.ProgramEvent.NotStarted;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Listening sockets that programs inherit. */
@Timeout(60)
class SocketsTest {
  private static final int SIGKILL = 9;
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  @TempDir private Path folder;

  private Programs programs;

  @BeforeEach
  void open() throws IOException {
    programs = Programs.open(folder, null, Map.of("LISTEN_PID", "1", "LISTEN_FDNAMES", "stale"));
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    programs.close();
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  /** A program: tells each client who it is, what it was told and one word more. */
  static final class Server {
    public static void main(String[] args) throws IOException {
      var channel = (ServerSocketChannel) Objects.requireNonNull(System.inheritedChannel());
      while (true) {
        try (var client = channel.accept()) {
          var told = System.getenv("LISTEN_FDS") + " " + System.getenv("LISTEN_PID");
          var names = System.getenv("LISTEN_FDNAMES");
          var line = ProcessHandle.current().pid() + " " + told + " " + names + " " + args[0];
          client.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
        }
      }
    }
  }

  private static Program server(String before, String word, Sockets sockets) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var path = System.getProperty("java.class.path");
    return Program.of(
            "sh",
            "-c",
            before + "exec \"$0\" -XX:TieredStopAtLevel=1 -cp \"$1\" \"$2\" \"$3\"",
            java,
            path,
            Server.class.getName(),
            word)
        .withSockets(sockets);
  }

  private SocketAddress listen(int number, SocketAddress address) throws IOException {
    programs.listen(number, address, 100);
    var listening = (Listening) programs.next();
    assertThat(Objects.requireNonNull(listening).number()).isEqualTo(number);
    return address instanceof InetSocketAddress internet
        ? new InetSocketAddress(internet.getAddress(), listening.port())
        : address;
  }

  private static String ask(SocketAddress address) throws IOException {
    try (var client = SocketChannel.open(address)) {
      return new String(Channels.newInputStream(client).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aProgramGetsSocketsAsFromSystemd() throws IOException {
    listen(5, ANY_PORT);
    var address = listen(9, ANY_PORT);
    programs.start(1, server("exec 0<&4 3<&- 4<&-; ", "hello", new Sockets(List.of(5, 9), false)));
    var answer = ask(address).split(" ", -1);
    assertThat(answer[1]).isEqualTo("2");
    assertThat(answer[2]).isEqualTo(answer[0]); // its own number, as exec keeps it
    assertThat(answer[3]).isEqualTo("null"); // names that were somebody else's are not passed on
    assertThat(answer[4]).isEqualTo("hello");
  }

  /** As inetd does, and Java programs expect. */
  @Test
  void aSocketCanBeStandardInput() throws IOException {
    var address = listen(0, ANY_PORT);
    programs.start(1, server("", "inetd", new Sockets(List.of(0), true)));
    assertThat(ask(address)).endsWith(" null 1 stale inetd"); // nothing is said of it
  }

  @Test
  void programsShareASocketAndAreReplaced() throws IOException {
    var address = listen(0, ANY_PORT);
    var sockets = new Sockets(List.of(0), true);
    programs.start(1, server("", "first", sockets));
    programs.start(2, server("", "second", sockets));
    await().until(() -> ask(address).endsWith("first"));
    await().until(() -> ask(address).endsWith("second"));
    programs.signal(1, SIGKILL);
    programs.signal(2, SIGKILL);
    assertThat(programs.next()).isInstanceOf(Ended.class);
    assertThat(programs.next()).isInstanceOf(Ended.class);
    try (var early = SocketChannel.open(address)) { // nobody is there, but the socket is
      programs.start(3, server("", "third", sockets));
      var answer = Channels.newInputStream(early).readAllBytes();
      assertThat(new String(answer, StandardCharsets.UTF_8)).endsWith("third");
    }
    programs.closeSocket(0);
    assertThat(ask(address)).endsWith("third"); // who has it keeps it
    programs.signal(3, SIGKILL);
    assertThat(programs.next()).isInstanceOf(Ended.class);
    assertThatThrownBy(() -> ask(address)).isInstanceOf(IOException.class);
  }

  @Test
  void itsFileGoesWithAUnixSocket() throws IOException {
    var path = folder.resolve("socket");
    var address = listen(0, UnixDomainSocketAddress.of(path));
    programs.start(1, server("", "unix", new Sockets(List.of(0), true)));
    assertThat(ask(address)).endsWith("unix");
    programs.closeSocket(0);
    await().until(() -> !Files.exists(path));
    listen(0, UnixDomainSocketAddress.of(path));
    programs.close();
    assertThat(path).doesNotExist();
  }

  @Test
  void ofVersion6Too() throws IOException {
    var loopback = InetAddress.ofLiteral("::1");
    assumeThat(hasVersion6(loopback)).isTrue();
    var address = listen(0, new InetSocketAddress(loopback, 0));
    programs.start(1, server("", "six", new Sockets(List.of(0), true)));
    assertThat(ask(address)).endsWith("six");
  }

  private static boolean hasVersion6(InetAddress loopback) {
    try (var _ = new ServerSocket(0, 1, loopback)) {
      return loopback instanceof Inet6Address;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void whatCannotBeHadSaysWhy() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      programs.listen(3, taken.getLocalSocketAddress(), 1);
      assertThat(programs.next()).isEqualTo(new NotListening(3, 98));
    }
    programs.listen(3, new InetSocketAddress("192.0.2.1", 0), 1); // reserved for documentation
    assertThat(programs.next()).isEqualTo(new NotListening(3, 99));
    programs.listen(3, UnixDomainSocketAddress.of(folder.resolve("no/such")), 1);
    assertThat(programs.next()).isEqualTo(new NotListening(3, 2));
    programs.start(1, Program.of("true").withSockets(new Sockets(List.of(3), false)));
    assertThat(programs.next()).isEqualTo(new NotStarted(1, 9)); // no such descriptor
    listen(3, ANY_PORT); // the number is free
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> programs.listen(64, ANY_PORT, 1)).hasMessageContaining("0 to 63");
    assertThatThrownBy(() -> programs.listen(0, ANY_PORT, 0)).hasMessageContaining("backlog");
    var longest = UnixDomainSocketAddress.of("/" + "x".repeat(107));
    assertThatThrownBy(() -> programs.listen(0, longest, 1)).hasMessageContaining("107 bytes");
    var nowhere = InetSocketAddress.createUnresolved("nowhere", 1);
    assertThatThrownBy(() -> programs.listen(0, nowhere, 1)).hasMessageContaining("no such host");
    assertThatThrownBy(() -> new Sockets(List.of(1, 2), true)).hasMessageContaining("one socket");
    assertThatThrownBy(() -> new Sockets(List.of(-1), false)).hasMessageContaining("0 to 63");
  }
}
