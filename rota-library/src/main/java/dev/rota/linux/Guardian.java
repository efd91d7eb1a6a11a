package dev.rota.linux;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The native process that starts programs for this one, and ends all of them and whatever they have
 * started once this one is gone, by whatever signal. Its source, {@code guardian.c}, says how, and
 * what can be said to it.
 *
 * <p>It saves this JVM the first native call, which takes 100 ms, and forks of a process as large
 * as a JVM.
 */
public final class Guardian implements AutoCloseable {

  private static final long LONGEST_END_SECONDS = 12; // it gives up after 10
  private static final int ATTEMPTS = 5;

  private final Process process;

  private Guardian(Process process) {
    this.process = process;
  }

  /**
   * Starts it in a process group of its own.
   *
   * @param temporary the folder for output that waits; its files have no names, so none are left
   * @param preparation sets working directory and environment, which the programs inherit
   * @throws IOException if it cannot be started
   * @throws UnsupportedOperationException if there is none for this machine
   */
  public static Guardian start(Path temporary, Consumer<ProcessBuilder> preparation)
      throws IOException {
    // Not a name by chance from the JDK: that would load its cryptography, for 20 ms of CPU time.
    String pid = Long.toString(ProcessHandle.current().pid());
    String name = String.join("-", "rota-guardian", pid, Long.toString(System.nanoTime()));
    Path program =
        Files.createFile(
            temporary.resolve(name), // fails if it exists, so nobody can have put a link there
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try {
      try (InputStream image = image();
          OutputStream out = Files.newOutputStream(program)) {
        image.transferTo(out);
      }
      ProcessBuilder builder =
          new ProcessBuilder(program.toString(), temporary.toAbsolutePath().toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD);
      preparation.accept(builder);
      return new Guardian(start(builder));
    } finally {
      Files.delete(program);
    }
  }

  /** A file that another thread's fork still has open for writing is busy for a moment. */
  private static Process start(ProcessBuilder builder) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return builder.start();
      } catch (IOException e) {
        if (attempt == ATTEMPTS || !String.valueOf(e.getMessage()).contains("error=26")) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }

  private static InputStream image() {
    String processor = System.getProperty("os.arch").equals("amd64") ? "x86_64" : "aarch64";
    boolean known = processor.equals("x86_64") || System.getProperty("os.arch").equals(processor);
    InputStream image =
        known && System.getProperty("os.name").equals("Linux")
            ? Guardian.class.getResourceAsStream("guardian-" + processor)
            : null;
    if (image == null) {
      throw new UnsupportedOperationException(
          "programs are run on Linux on x86-64 and aarch64 only, not on "
              + System.getProperty("os.name")
              + " on "
              + System.getProperty("os.arch"));
    }
    return image;
  }

  /** Where requests go; its end is the end of all programs. */
  public OutputStream requests() {
    return process.getOutputStream();
  }

  /** Where events come from. */
  public InputStream events() {
    return process.getInputStream();
  }

  /** A way to open what it has open: a file, or the end of a pipe. */
  public String path(int descriptor) {
    return "/proc/" + process.pid() + "/fd/" + descriptor;
  }

  /** Ends all programs and waits until they are gone. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // it is gone already
    }
    try {
      if (!process.waitFor(LONGEST_END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly(); // programs die with it
      Thread.currentThread().interrupt();
    }
  }
}
