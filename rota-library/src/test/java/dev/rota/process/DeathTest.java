package dev.rota.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is made of the crash report that a dead worker leaves, or of what lies in its place. */
@Timeout(value = 60, threadMode = SEPARATE_THREAD) // opening a pipe heeds no interrupt
class DeathTest {

  private static final String REPORT =
      """
      # A fatal error has been detected by the Java Runtime Environment:
      #  SIGSEGV (0xb) at pc=0x00007f00, pid=41, tid=47

      Resident Set Size: 40000K (peak: 50000K)
      """;

  @TempDir private Path folder;

  @Test
  void aReportNamesTheThreadAndThePeak() throws Exception {
    Death death = Death.of(1, "#  SIGSEGV (0xb)", Files.writeString(report(), REPORT));
    assertThat(death.cause()).isEqualTo("SIGSEGV");
    assertThat(death.thread()).isEqualTo(47);
    assertThat(death.peakMemory()).isEqualTo(50_000L << 10);
  }

  @Test
  void ofAFileOfAnySizeOnlyTheBeginningIsRead() throws Exception {
    Files.writeString(report(), REPORT);
    try (RandomAccessFile file = new RandomAccessFile(report().toFile(), "rw")) {
      file.setLength(3L << 30); // more than any array holds
    }
    Death death = Death.of(1, "", report());
    assertThat(death.thread()).isEqualTo(47);
    assertThat(death.peakMemory()).isEqualTo(50_000L << 10);
  }

  @Test
  void aPipeIsNoReport() throws Exception {
    assertThat(new ProcessBuilder("mkfifo", report().toString()).start().waitFor()).isZero();
    assertThat(Death.of(5, "", report()).cause()).isEqualTo("exit 5");
  }

  @Test
  void aLinkIsNoReport() throws Exception {
    Path another = Files.writeString(folder.resolve("another"), REPORT);
    Files.createSymbolicLink(report(), another);
    assertThat(Death.of(5, "", report()).cause()).isEqualTo("exit 5");
  }

  private Path report() {
    return folder.resolve("report");
  }
}
