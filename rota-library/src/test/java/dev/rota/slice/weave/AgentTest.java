package dev.rota.slice.weave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.slice.Poll;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library's jar as an agent, in a JVM of its own. */
class AgentTest {
  @TempDir private Path folder;

  @Test
  void weavesClassesAndOpensWhatThePoolNeeds() throws Exception {
    var output = run("-javaagent:" + agentJar());
    assertThat(output).contains("polled: true", "installed: true", "opened: true");
  }

  @Test
  void excludedClassesStayAsTheyAre() throws Exception {
    assertThat(run("-javaagent:" + agentJar() + "=exclude=woven")).contains("polled: false");
  }

  @Test
  void withoutTheAgentNothingIsWoven() throws Exception {
    agentJar();
    assertThat(run("-Dsome=thing")).contains("polled: false", "installed: false", "opened: false");
  }

  @Test
  void badOptionsEndTheJvmWithOneLine() throws Exception {
    assertThat(run("-javaagent:" + agentJar() + "=colour=red").trim())
        .isEqualTo(
            "rota: unknown agent option 'colour=red'; allowed are include=PACKAGE and"
                + " exclude=PACKAGE, separated by commas");
  }

  private String run(String option) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(option);
    command.addAll(List.of("-cp", jar() + ":" + locationOf(AgentTest.class), "woven.AgentMain"));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }

  private Path jar() {
    return folder.resolve("rota.jar");
  }

  /** What the build packs. */
  private Path agentJar() throws IOException {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", Agent.class.getName());
    var classes = locationOf(Poll.class);
    try (var out = new JarOutputStream(Files.newOutputStream(jar()), manifest);
        Stream<Path> files = Files.walk(classes)) {
      for (var file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, out);
      }
    }
    return jar();
  }

  private static Path locationOf(Class<?> type) {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
  }
}
