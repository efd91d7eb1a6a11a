package dev.rota.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardianImageTest {

  /** If this fails, {@code rota-checks/bin/guardian} has to be run. */
  @ParameterizedTest
  @ValueSource(strings = {"x86_64", "aarch64"})
  void theProgramIsMadeOfTheSource(String processor) throws IOException, NoSuchAlgorithmException {
    byte[] source = Files.readAllBytes(Path.of("src/main/native/guardian.c"));
    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(source));
    try (InputStream image = Guardian.class.getResourceAsStream("guardian-" + processor)) {
      String program =
          new String(Objects.requireNonNull(image).readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(program).contains("source " + hash);
    }
  }
}
