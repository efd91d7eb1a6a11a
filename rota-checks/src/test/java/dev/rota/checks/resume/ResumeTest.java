package dev.rota.checks.resume;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Some of it; {@code -Drota.kills} for more, {@code bin/resume} by hand. */
class ResumeTest {

  @ParameterizedTest
  @EnumSource(names = {"EXEC", "MAP_OUT"})
  void killedAtAnyTimeItGoesOn(Kind kind) throws Exception {
    int kills = Integer.getInteger("rota.kills", 10);
    Path points = Path.of("target", "resume-" + kind + ".txt");
    assertThat(Resume.run(kind, rota(), kills, System.nanoTime(), points)).isEmpty();
  }

  private static List<String> rota() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-cp",
        System.getProperty("java.class.path"),
        "dev.rota.cli.Main");
  }
}
