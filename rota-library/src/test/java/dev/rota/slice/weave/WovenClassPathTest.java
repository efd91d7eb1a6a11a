package dev.rota.slice.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WovenClassPathTest {
  private static final String SAMPLES = "woven/Samples.class";
  private static final byte[] ORIGINAL = WovenLoader.bytesOf("woven.Samples");

  @TempDir private Path root;
  private Path folder;

  @BeforeEach
  void placeTheFolder() {
    folder = root.resolve("kept").resolve("woven");
  }

  @Test
  void jarsAreWovenOnceAndKeepTheirResources() throws IOException {
    var jar = jar("app.jar", null, Map.of(SAMPLES, ORIGINAL, "text.txt", bytes("text")));
    var first = weave(jar);
    assertThat(contentOf(first.entries().getFirst()))
        .containsEntry(SAMPLES, WovenLoader.weave(ORIGINAL))
        .containsEntry("text.txt", bytes("text"));
    assertThat(first.stats().woven()).isEqualTo(1);
    var second = weave(jar);
    assertThat(second.entries()).isEqualTo(first.entries());
    assertThat(second.stats().woven()).isZero();
    assertThat(filesInFolder()).isEqualTo(1);
  }

  @Test
  void aJarThatChangedIsWovenAnew() throws IOException {
    var jar = jar("app.jar", null, Map.of(SAMPLES, ORIGINAL));
    var first = weave(jar);
    Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000));
    assertThat(weave(jar).entries()).isNotEqualTo(first.entries());
  }

  @Test
  void directoriesBecomeJars() throws IOException {
    var directory = root.resolve("classes");
    Files.createDirectories(directory.resolve("woven"));
    Files.write(directory.resolve(SAMPLES), ORIGINAL);
    assertThat(contentOf(weave(directory).entries().getFirst()))
        .containsEntry(SAMPLES, WovenLoader.weave(ORIGINAL));
  }

  @Test
  void signedJarsAreLeftAlone() throws IOException {
    var jar = jar("app.jar", null, Map.of(SAMPLES, ORIGINAL, "META-INF/A.SF", bytes("signature")));
    var woven = weave(jar);
    assertThat(woven.entries()).containsExactly(jar);
    assertThat(woven.stats().reasons()).singleElement().asString().contains("it is signed");
  }

  @Test
  void jarsWithNothingToWeaveStay() throws IOException {
    var jar = jar("app.jar", null, Map.of("text.txt", bytes("text")));
    assertThat(weave(jar).entries()).containsExactly(jar);
    assertThat(weave(jar).entries()).containsExactly(jar);
  }

  @Test
  void jarsOfManifestsComeAfterTheirs() throws IOException {
    var other = jar("lib/other.jar", null, Map.of(SAMPLES, ORIGINAL));
    var jar = jar("app.jar", "lib/other.jar lib/missing.jar", Map.of(SAMPLES, ORIGINAL));
    var last = jar("last.jar", null, Map.of("text.txt", bytes("text")));
    var woven = WovenClassPath.weave(List.of(jar, last), folder, "").entries();
    assertThat(woven).hasSize(4);
    assertThat(woven.get(1)).isEqualTo(weave(other).entries().getFirst());
    assertThat(woven.get(2)).isEqualTo(root.resolve("lib/missing.jar"));
    assertThat(woven.get(3)).isEqualTo(last);
    try (var file = new JarFile(woven.getFirst().toFile())) {
      assertThat(file.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH))
          .isNull();
    }
  }

  @Test
  void classesOfOtherJavasAreWovenToo() throws IOException {
    var name = "META-INF/versions/21/" + SAMPLES;
    var jar = jar("app.jar", null, Map.of(SAMPLES, ORIGINAL, name, ORIGINAL));
    assertThat(contentOf(weave(jar).entries().getFirst()))
        .containsEntry(name, WovenLoader.weave(ORIGINAL));
  }

  @Test
  void brokenClassesAreCopied() throws IOException {
    var jar = jar("app.jar", null, Map.of("woven/Broken.class", bytes("none"), SAMPLES, ORIGINAL));
    var woven = weave(jar);
    assertThat(contentOf(woven.entries().getFirst()))
        .containsEntry("woven/Broken.class", bytes("none"));
    assertThat(woven.stats().leftAlone()).isEqualTo(1);
  }

  @Test
  void brokenJarsAndFoldersThatCannotBeMadeAreNoObstacle() throws IOException {
    var broken = Files.write(root.resolve("broken.jar"), bytes("no jar"));
    assertThat(weave(broken).entries()).containsExactly(broken);
    var jar = jar("app.jar", null, Map.of(SAMPLES, ORIGINAL));
    var woven = WovenClassPath.weave(List.of(jar), broken.resolve("folder"), "");
    assertThat(woven.entries()).containsExactly(jar);
    assertThat(woven.stats().leftAlone()).isEqualTo(1);
    assertThat(filesInFolder()).isZero();
  }

  private WovenClassPath weave(Path entry) {
    return WovenClassPath.weave(List.of(entry), folder, "");
  }

  private long filesInFolder() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Path jar(String name, String classPath, Map<String, byte[]> files) throws IOException {
    var jar = root.resolve(name);
    Files.createDirectories(jar.getParent());
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    if (classPath != null) {
      manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
    }
    try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      for (var file : files.entrySet()) {
        out.putNextEntry(new JarEntry(file.getKey()));
        out.write(file.getValue());
      }
    }
    return jar;
  }

  private static Map<String, byte[]> contentOf(Path jar) throws IOException {
    var content = new TreeMap<String, byte[]>();
    try (var file = new JarFile(jar.toFile())) {
      for (var entry : file.stream().toList()) {
        content.put(entry.getName(), file.getInputStream(entry).readAllBytes());
      }
    }
    return content;
  }
}
