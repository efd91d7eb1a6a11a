package dev.rota.slice.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes before an entry of a class path. */
class WovenArchiveTest {
  private static final String SAMPLES = "woven/Samples.class";
  private static final String POLICY = "own/Policy.class";
  private static final byte[] ORIGINAL = WovenLoader.bytesOf("woven.Samples");
  private static final byte[] LOOPLESS = WovenLoader.bytesOf("dev.rota.schedule.Ready");

  @TempDir private Path root;

  @Test
  void hasTheWovenClassesAndNothingElse() throws IOException {
    var made =
        woven(jar("", Map.of(SAMPLES, ORIGINAL, "text.txt", bytes("text"), POLICY, LOOPLESS)));
    assertThat(content(made)).containsOnlyKeys(SAMPLES, JarFile.MANIFEST_NAME);
    assertThat(content(made)).containsEntry(SAMPLES, WovenLoader.weave(ORIGINAL));
    assertThat(WovenArchive.stats(made).woven()).isEqualTo(2);
  }

  @Test
  void isMadeOfFoldersToo() throws IOException {
    var folder = root.resolve("classes");
    Files.createDirectories(folder.resolve("woven"));
    Files.write(folder.resolve(SAMPLES), ORIGINAL);
    assertThat(content(woven(folder))).containsEntry(SAMPLES, WovenLoader.weave(ORIGINAL));
  }

  @Test
  void isEmptyIfTheEntryIsSigned() throws IOException {
    var made = woven(jar("", Map.of(SAMPLES, ORIGINAL, "META-INF/A.SF", bytes("signature"))));
    assertThat(content(made)).doesNotContainKey(SAMPLES);
    assertThat(WovenArchive.stats(made).leftAlone()).isEqualTo(1);
    assertThat(WovenArchive.stats(made).reasons().getFirst()).contains("is signed");
  }

  @Test
  void hasAllClassesIfThereAreVersionsOfThem() throws IOException {
    var newer = "META-INF/versions/21/" + POLICY;
    var made =
        woven(
            jar(
                "Multi-Release: true\n",
                Map.of(SAMPLES, ORIGINAL, POLICY, LOOPLESS, newer, ORIGINAL)));
    assertThat(content(made))
        .containsEntry(POLICY, LOOPLESS)
        .containsEntry(newer, WovenLoader.weave(ORIGINAL));
    try (var file = new JarFile(made.toFile())) {
      assertThat(file.isMultiRelease()).isTrue();
    }
  }

  @Test
  void hasAllClassesIfPackagesAreSealed() throws IOException {
    var made =
        woven(jar("\nName: woven/\nSealed: true\n", Map.of(SAMPLES, ORIGINAL, POLICY, LOOPLESS)));
    assertThat(content(made)).containsEntry(POLICY, LOOPLESS);
    try (var file = new JarFile(made.toFile())) {
      assertThat(file.getManifest().getAttributes("woven/").getValue("Sealed")).isEqualTo("true");
    }
  }

  @Test
  void namesNoOtherArchivesAndHasAllClassesIfTheEntryDoes() throws IOException {
    var made = woven(jar("Class-Path: other.jar\n", Map.of(SAMPLES, ORIGINAL, POLICY, LOOPLESS)));
    assertThat(content(made)).containsEntry(POLICY, LOOPLESS);
    try (var file = new JarFile(made.toFile())) {
      assertThat(file.getManifest().getMainAttributes().getValue("Class-Path")).isNull();
    }
  }

  @Test
  void countsClassesThatAreNone() throws IOException {
    var made = woven(jar("", Map.of("woven/Broken.class", bytes("none"), SAMPLES, ORIGINAL)));
    assertThat(content(made)).containsOnlyKeys(SAMPLES, JarFile.MANIFEST_NAME);
    assertThat(WovenArchive.stats(made).leftAlone()).isEqualTo(1);
    assertThat(WovenArchive.stats(made).reasons().getFirst()).startsWith("woven/Broken: ");
  }

  @Test
  void anEntryThatIsNoArchiveIsRefused() throws IOException {
    var broken = Files.write(root.resolve("broken.jar"), bytes("no archive"));
    assertThatIOException().isThrownBy(() -> woven(broken));
  }

  private Path woven(Path entry) throws IOException {
    var made = root.resolve("made.jar");
    WovenArchive.write(entry, made, "", type -> new byte[0]);
    return made;
  }

  private Path jar(String attributes, Map<String, byte[]> files) throws IOException {
    var jar = root.resolve("app.jar");
    var manifest =
        new Manifest(
            new ByteArrayInputStream(bytes("Manifest-Version: 1.0\n" + attributes + "\n")));
    try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      for (var file : files.entrySet()) {
        out.putNextEntry(new JarEntry(file.getKey()));
        out.write(file.getValue());
      }
    }
    return jar;
  }

  private static Map<String, byte[]> content(Path jar) throws IOException {
    var content = new TreeMap<String, byte[]>();
    try (var file = new JarFile(jar.toFile())) {
      for (var entry : file.stream().toList()) {
        content.put(entry.getName(), file.getInputStream(entry).readAllBytes());
      }
    }
    return content;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
