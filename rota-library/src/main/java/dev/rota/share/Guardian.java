package dev.rota.share;

import dev.rota.linux.Pipe;
import dev.rota.linux.ProcessIdentity;
import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A shell that stands beside a program in the place of this process in a region: what this process
 * held is the shell's, and the shell lives until the last process of the program has ended. It
 * notices that by a pipe that they all inherit; one that closes all its descriptors is not counted.
 *
 * <p>The shell opens the region's memory itself and then waits for the word to go, which comes once
 * it stands in the table of members. If this process is killed before that, the pipe ends, the
 * shell too, and the program never starts. After that nothing depends on this process any more.
 */
final class Guardian {

  /** Where the shell has the memory. */
  private static final int DESCRIPTOR = 9;

  /** Signals from the terminal are the program's to answer. */
  private static final String SCRIPT =
      """
      exec 9<>"/proc/$PPID/fd/$1" 7>"/proc/$PPID/fd/$3" || exit 125
      read -r go <"/proc/$PPID/fd/$2" || exit 125
      shift 3
      trap : INT QUIT TERM HUP PIPE
      exec 3>&1
      all=$(
        trap : INT QUIT TERM HUP PIPE
        "$@" 8>&1 >&3 3>&- 7>&- 9>&-
        echo $? >&7
      )
      """;

  /** What the shell says of a program that it could not report on. */
  private static final int LOST = 125;

  private final Attachment region;

  Guardian(Attachment region) {
    this.region = region;
  }

  /** Starts the program, and gives its exit status. */
  int run(List<String> program) throws IOException, InterruptedException {
    try (Pipe go = Pipe.open();
        Pipe status = Pipe.open()) {
      List<String> command =
          new ArrayList<>(
              List.of(
                  "/bin/sh",
                  "-c",
                  SCRIPT,
                  "rota",
                  Integer.toString(region.descriptor()),
                  Integer.toString(go.reads()),
                  Integer.toString(status.writes())));
      command.addAll(program);
      Process shell = new ProcessBuilder(command).inheritIO().start();
      Thread reporter = Thread.ofPlatform().daemon().unstarted(() -> reportEnd(shell, status));
      awaitOpen(shell);
      Regions.handOver(region, ProcessIdentity.of(shell.pid()), DESCRIPTOR);
      FaultPoint.at("guardian: has it all");
      write(go.writes(), "go\n");
      reporter.start();
      try (BufferedReader reader = Files.newBufferedReader(path(status.reads()))) {
        String line = reader.readLine();
        return line == null ? LOST : Integer.parseInt(line);
      } finally {
        reporter.interrupt();
        reporter.join();
      }
    }
  }

  /** The memory must be the shell's before it is this process's no longer. */
  private static void awaitOpen(Process shell) throws IOException, InterruptedException {
    Path memory = Path.of("/proc/" + shell.pid() + "/fd/" + DESCRIPTOR);
    while (!Files.isSymbolicLink(memory)) {
      if (!shell.isAlive()) {
        throw new IOException("the shell that should keep the lock did not start");
      }
      Thread.sleep(1);
    }
  }

  /** A shell that is killed says nothing. */
  private static void reportEnd(Process shell, Pipe status) {
    try {
      shell.waitFor();
      write(status.writes(), LOST + "\n");
    } catch (InterruptedException | IOException e) {
      // it has said it
    }
  }

  private static void write(int descriptor, String text) throws IOException {
    try (OutputStream out = new FileOutputStream(path(descriptor).toFile())) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static Path path(int descriptor) {
    return Path.of("/proc/self/fd/" + descriptor);
  }
}
