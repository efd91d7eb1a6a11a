package dev.rota.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class StandardInputTest {

  @Test
  void linesWithoutTheirEnds() {
    assertThat(lines("a\n\nb\r\nc")).containsExactly("a", "", "b", "c");
    assertThat(lines("")).isEmpty();
    assertThat(lines("\n")).containsExactly("");
  }

  @Test
  void aLineIsThereBeforeTheNext() throws IOException {
    try (var writer = new PipedOutputStream();
        var in = new PipedInputStream(writer)) {
      var lines = new StandardInput(in).open();
      writer.write("first\n".getBytes(StandardCharsets.UTF_8));
      writer.flush();
      assertThat(lines.next()).isEqualTo("first");
    }
  }

  @Test
  void itReadsOnlyALittleAhead() {
    var endless = new Endless("line\n");
    var lines = new StandardInput(endless).open();
    assertThat(lines.next()).isEqualTo("line");
    await().during(Duration.ofMillis(200)).until(() -> endless.read.get() < 100_000);
  }

  @Test
  void whoWaitsForALineIsReleasedByAStop() throws Exception {
    try (var writer = new PipedOutputStream();
        var in = new PipedInputStream(writer)) {
      var source = new StandardInput(in);
      var lines = source.open();
      var more = CompletableFuture.supplyAsync(lines::hasNext);
      source.stop();
      assertThat(more.get()).isFalse();
    }
  }

  @Test
  void aLineWithoutEndIsRefused() {
    var lines = new StandardInput(new Endless("x")).open();
    assertThatThrownBy(lines::hasNext)
        .isInstanceOf(UnreadableInputException.class)
        .hasMessage("standard input: a line is longer than 16 Mi characters");
  }

  private static List<String> lines(String text) {
    var lines = new ArrayList<String>();
    new StandardInput(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
        .open()
        .forEachRemaining(lines::add);
    return lines;
  }

  /** The same text again and again. */
  private static final class Endless extends InputStream {
    private final String text;
    private final AtomicLong read = new AtomicLong();

    Endless(String text) {
      this.text = text;
    }

    @Override
    public int read() {
      return text.charAt((int) (read.getAndIncrement() % text.length()));
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      for (int i = 0; i < length; i++) {
        target[offset + i] = (byte) read();
      }
      return length;
    }
  }
}
