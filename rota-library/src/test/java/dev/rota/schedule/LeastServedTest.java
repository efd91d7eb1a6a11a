package dev.rota.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The example of a user's own policy, run as its comment says. */
@Timeout(120)
class LeastServedTest {

  @Test
  void thoseWhoCameLaterAndWantLittleAreNotAtTheEnd() throws Exception {
    Path classes =
        Path.of(Policy.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classes.toString(),
                Path.of("..", "examples", "LeastServed.java").toString())
            .redirectErrorStream(true)
            .start();
    String order = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(java.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(order.strip()).hasSize(45).matches("[bw]+");
    assertThat(order.lastIndexOf('w')).isBetween(5, 30);
  }
}
