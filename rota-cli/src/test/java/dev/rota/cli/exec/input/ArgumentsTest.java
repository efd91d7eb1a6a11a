package dev.rota.cli.exec.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArgumentsTest {

  private static List<String> read(InputStream in, @Nullable String separator, String... words)
      throws IOException {
    var rows = new Arguments(List.of(words)).open(in, (byte) '\n', separator);
    var all = new ArrayList<String>();
    for (var row = rows.next(); row != null; row = rows.next()) {
      all.add(String.join("|", row));
    }
    return all;
  }

  private static List<String> read(String... words) throws IOException {
    return read(InputStream.nullInputStream(), null, words);
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void theCommandIsBeforeTheInputs() {
    assertThat(new Arguments(List.of("echo", "-n", ":::", "a")).command())
        .containsExactly("echo", "-n");
  }

  @Test
  void theLastListChangesFastest() throws IOException {
    assertThat(read(":::", "a", "b", ":::", "1", "2")).containsExactly("a|1", "a|2", "b|1", "b|2");
    assertThat(read(":::", "a", "b", ":::")).isEmpty();
    assertThat(read(":::")).isEmpty();
  }

  @Test
  void linkedListsGoTogether() throws IOException {
    assertThat(read(":::", "a", "b", ":::+", "x", "y", "z", ":::", "1", "2"))
        .containsExactly("a|x|1", "a|x|2", "b|y|1", "b|y|2");
    assertThat(read(":::", "1", "2", ":::", "a", "b", ":::+", "x"))
        .containsExactly("1|a|x", "2|a|x");
  }

  @Test
  void filesHaveAValueALine(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("f"), "a\nb").toString();
    assertThat(read("::::", file, ":::", "1")).containsExactly("a|1", "b|1");
    assertThat(read(stream("x\ny\n"), null, "::::", file, "::::+", "-"))
        .containsExactly("a|x", "b|y");
  }

  @Test
  void bytesThatAreNoTextPass() throws IOException {
    assertThat(read(stream("\u00ff\n\u00c3\u00a9\n"), null))
        .containsExactly("\u00ff", "\u00c3\u00a9");
  }

  @Test
  void longLinesAreReadAndEndlessOnesRefused() throws IOException {
    var line = "x".repeat(1 << 20);
    assertThat(read(stream("a\n" + line + "\nb"), null)).containsExactly("a", line, "b");
    assertThatThrownBy(() -> read(stream("y".repeat(9 << 20)), null))
        .hasMessageContaining("standard input: an input is longer than 4 MiB");
  }

  @Test
  void columnsMayBeQuoted() throws IOException {
    assertThat(read(stream("a,\"b, \"\"c\"\"\",\r\n\"open,x\n,\n"), ","))
        .containsExactly("a|b, \"c\"|", "\"open|x", "|");
  }
}
