package dev.rota.checks.serve;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A {@code rota serve} that runs, as its operator sees it. */
final class Served {

  private static final Pattern WORKER =
      Pattern.compile("\"state\":\"(starting|ready|worn)\"[^}]*\"pid\":(\\d+)");
  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s*(\\d+) kB");
  private static final int MOST_TRIES = 5;
  private static final int PATIENCE_SECONDS = 60;

  private final Process process;
  private final int port;
  private final Path folder;

  private Served(Process process, int port, Path folder) {
    this.process = process;
    this.port = port;
    this.folder = folder;
  }

  /**
   * Starts one.
   *
   * @param rota what starts the command
   * @param handler a source file
   * @param folder of its own, for its log and for all that it has in temporary files
   */
  static Served start(List<String> rota, Path handler, String model, Path folder)
      throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    List<String> command = new ArrayList<>(rota);
    command.addAll(List.of("serve", handler.toString(), "--model", model, "--workers", "2"));
    command.addAll(List.of("--listen", "127.0.0.1:" + port, "--status", "/status"));
    command.addAll(List.of("--health", "/", "--health-interval", "2s"));
    command.addAll(List.of("--access-log", folder.resolve("access").toString()));
    command.addAll(List.of("--receive-timeout", "2s", "--request-timeout", "10s"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("stdout").toFile())
            .redirectError(folder.resolve("stderr").toFile());
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    builder.environment().put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary);
    Served served = new Served(builder.start(), port, folder);
    served.awaitReady();
    return served;
  }

  private void awaitReady() throws InterruptedException {
    for (int i = 0; i < PATIENCE_SECONDS * 10; i++) {
      try {
        if (!workers().isEmpty()) {
          return;
        }
      } catch (IOException e) {
        // not yet
      }
      Thread.sleep(100);
    }
    throw new IllegalStateException("it does not start, see " + folder);
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  Path log() {
    return folder.resolve("access");
  }

  /** Sends the master a signal. */
  void signal(String name) throws IOException, InterruptedException {
    signal(name, process.pid());
  }

  static void signal(String name, long pid) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid))
        .redirectErrorStream(true)
        .start()
        .waitFor();
  }

  /** The processes that are there and do not go. */
  List<Long> workers() throws IOException {
    return WORKER
        .matcher(status())
        .results()
        .map((MatchResult match) -> Long.parseLong(match.group(2)))
        .toList();
  }

  /** Asks again if its question goes to a worker that is killed. */
  String status() throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        return ask();
      } catch (IOException e) {
        if (tries == MOST_TRIES) {
          throw e;
        }
      }
    }
  }

  private String ask() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_SECONDS * 1000);
      socket
          .getOutputStream()
          .write(
              "GET /status HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(
          new DataInputStream(socket.getInputStream()).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** What the master has in memory, in MiB. */
  long mebibytes() throws IOException {
    var resident = RESIDENT.matcher(Files.readString(Path.of("/proc/" + pid() + "/status")));
    return resident.find() ? Long.parseLong(resident.group(1)) >> 10 : 0;
  }

  /** How many files master and guardian have open. */
  int files() {
    return ProcessHandle.of(pid())
        .map(master -> count(master) + master.children().mapToInt(Served::count).sum())
        .orElse(0);
  }

  private static int count(ProcessHandle process) {
    String[] files = Path.of("/proc/" + process.pid() + "/fd").toFile().list();
    return files == null ? 0 : files.length;
  }

  /** Has it answer what is under way, and end. */
  int drain() throws IOException, InterruptedException {
    signal("TERM");
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("it does not drain, see " + folder);
    }
    return process.exitValue();
  }

  /** What is left of it in temporary files, and of the name of its scoreboard. */
  List<String> leftovers() throws IOException {
    List<String> left = new ArrayList<>();
    try (var files = Files.list(folder.resolve("tmp"))) {
      files.map(Path::toString).forEach(left::add);
    }
    Object user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    Path name = Path.of("/dev/shm/rota-" + user, "serve." + port);
    if (Files.exists(name)) {
      left.add(name.toString());
    }
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      Objects.requireNonNull(socket);
    } catch (IOException e) {
      left.add("the socket: " + e);
    }
    return left;
  }
}
