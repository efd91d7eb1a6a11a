package dev.rota.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.cli.args.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
  private static final String TEXT = "one\n\n\u00e9\u20ac four\nfive\n";
  private static final byte[] BYTES = TEXT.getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

  private Path path;

  @BeforeEach
  void name() {
    path = folder.resolve("out");
  }

  private void goOnAfter(long lines, String more) {
    try (var out = LineOutput.to(path.toString())) {
      out.goOnAfter(lines);
      out.write(more.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void itIsLeftAsItIsUntilItBegins() throws IOException {
    Files.write(path, BYTES);
    try (var out = LineOutput.to(path.toString())) {
      assertThat(path).hasContent(TEXT);
      out.begin();
      assertThat(path).isEmptyFile();
    }
  }

  /** Wherever the last write was cut off, what is kept are the lines that were asked for. */
  @Test
  void whatFollowsIsCutOffAtAnyByte() throws IOException {
    for (int lines = 1; lines <= 4; lines++) {
      int kept = endOf(lines);
      for (int size = kept; size <= BYTES.length; size++) {
        Files.write(path, Arrays.copyOf(BYTES, size));
        goOnAfter(lines, TEXT.substring(TEXT.length() - 5));
        assertThat(Files.readString(path))
            .as("%d lines of %d bytes", lines, size)
            .isEqualTo(new String(BYTES, 0, kept, StandardCharsets.UTF_8) + "five\n");
      }
    }
  }

  private static int endOf(int lines) {
    int end = 0;
    for (int left = lines; left > 0; end++) {
      left -= BYTES[end] == '\n' ? 1 : 0;
    }
    return end;
  }

  /** More than what is read at a time. */
  @Test
  void aLongFileIsCutOffToo() throws IOException {
    Files.writeString(path, ("x".repeat(999) + "\n").repeat(200) + "torn");
    goOnAfter(200, "");
    assertThat(Files.size(path)).isEqualTo(200_000);
    goOnAfter(150, "");
    assertThat(Files.size(path)).isEqualTo(150_000);
  }

  @Test
  void fewerLinesAreRefused() throws IOException {
    Files.write(path, Arrays.copyOf(BYTES, BYTES.length - 1));
    assertThatThrownBy(() -> goOnAfter(4, ""))
        .isInstanceOf(UserError.class)
        .hasMessage(
            path + " has fewer lines than the log; it is not the output of the run that goes on");
    assertThat(Files.size(path)).isEqualTo(BYTES.length - 1);
  }

  /** A log knows all lines but the last; if it knows none, several are of another run. */
  @Test
  void linesThatNoLogKnowsAreRefused() throws IOException {
    Files.writeString(path, "mine\n");
    goOnAfter(0, "torn");
    assertThat(path).hasContent("torn");
    goOnAfter(0, "mine\nto");
    assertThatThrownBy(() -> goOnAfter(0, ""))
        .isInstanceOf(UserError.class)
        .hasMessage(
            path + " has lines and the log has none; remove the file if the run is to begin anew");
    assertThat(path).hasContent("mine\nto");
  }

  @Test
  void whatIsNoFileIsOnlyWritten() {
    try (var out = LineOutput.to("/dev/null")) {
      out.begin();
      out.goOnAfter(7);
      out.write(BYTES);
      out.force();
    }
  }
}
