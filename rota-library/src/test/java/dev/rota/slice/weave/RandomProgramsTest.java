package dev.rota.slice.weave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.slice.PollProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs made up from seeds give the same once they are woven. A seed gives the same again. */
class RandomProgramsTest {
  private static final int METHODS = Boolean.getBoolean("rota.long") ? 200 : 40;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void giveTheSame(long seed) throws Exception {
    byte[] original = compile(source(seed));
    var plain = WovenLoader.plain().define("woven.Made", original);
    var woven = WovenLoader.weaving().define("woven.Made", original);
    try (var probe = PollProbe.counting()) {
      for (int i = 0; i < METHODS; i++) {
        assertThat(woven.getMethod("m" + i).invoke(null))
            .describedAs("method m%d of seed %d", i, seed)
            .isEqualTo(plain.getMethod("m" + i).invoke(null));
      }
      assertThat(probe.polls()).isPositive();
    }
  }

  private static String source(long seed) {
    var random = new Random(seed);
    var source = new StringBuilder("package woven; public class Made {\n");
    for (int i = 0; i < METHODS; i++) {
      source.append(RandomProgram.method("m" + i, random));
    }
    return source.append("}\n").toString();
  }

  private byte[] compile(String source) throws IOException {
    var file = Files.writeString(folder.resolve("Made.java"), source);
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      var options = List.of("-nowarn", "-proc:none", "-d", folder.toString());
      var task = compiler.getTask(null, files, null, options, null, files.getJavaFileObjects(file));
      assertThat(task.call()).isTrue();
    }
    return Files.readAllBytes(folder.resolve("woven/Made.class"));
  }
}
