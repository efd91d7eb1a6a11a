package dev.rota.checks.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Some of it; {@code bin/serve-fire} for ten minutes. */
class FireTest {

  @ParameterizedTest
  @CsvSource({"prefork, true", "event, false"})
  void onlyRequestsOfKilledWorkersFailAndNothingIsLeft(String model, boolean kills)
      throws Exception {
    Path handler = Path.of("src", "serve", "Pid.java");
    assertThat(Fire.run(rota(), handler, Integer.getInteger("rota.seconds", 12), model, kills))
        .isEmpty();
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
