package dev.rota.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void helpNamesTheCommand() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).startsWith("Usage: rota");
  }

  @Test
  void versionIsOneLine() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).startsWith("rota ").hasLineCount(1);
  }

  @Test
  void noSubcommandIsAUserError() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines("rota: Missing subcommand; see rota --help");
  }

  @Test
  void anUnknownOptionIsAUserErrorOnOneLine() {
    assertThat(run("--versio")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("rota: Unknown option")
        .contains("--version")
        .hasLineCount(1);
    assertThat(out.toString()).isEmpty();
  }

  private int run(String... args) {
    return Main.run(new PrintWriter(out), new PrintWriter(err), args);
  }
}
