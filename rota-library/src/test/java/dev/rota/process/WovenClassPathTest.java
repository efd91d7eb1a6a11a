package dev.rota.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which archives come where. */
class WovenClassPathTest {

  @TempDir private Path folder;

  @Test
  void eachEntryHasItsWovenClassesBeforeIt() throws IOException {
    Path first = jar("first.jar", "");
    Path second = jar("second.jar", "");
    List<Path> path = weave(first, second);
    assertThat(path).hasSize(4).element(1).isEqualTo(first);
    assertThat(path.get(3)).isEqualTo(second);
    assertThat(path.get(0)).isRegularFile().isNotEqualTo(path.get(2));
  }

  @Test
  void itIsMadeOnceUntilTheEntryChanges() throws IOException {
    Path entry = jar("app.jar", "");
    Path made = weave(entry).getFirst();
    assertThat(weave(entry)).first().isEqualTo(made);
    Files.setLastModifiedTime(entry, FileTime.fromMillis(1_000_000));
    Path anew = weave(entry).getFirst();
    assertThat(anew).isNotEqualTo(made);
    assertThat(made).exists(); // others may use it
    Files.setLastModifiedTime(made, FileTime.fromMillis(1_000_000));
    Files.delete(anew);
    assertThat(weave(entry)).first().isEqualTo(anew);
    assertThat(made).doesNotExist(); // nobody has used it for long
  }

  @Test
  void whatAManifestNamesIsWovenBetweenTheEntrysClassesAndTheEntry() throws IOException {
    Path named = jar("named.jar", "");
    Path entry = jar("app.jar", "http://example.org/no.jar named.jar missing.jar");
    List<Path> path = weave(entry);
    assertThat(path).hasSize(3).last().isEqualTo(entry);
    assertThat(path.get(1)).isEqualTo(weave(named).getFirst());
  }

  @Test
  void whatCannotBeReadOrIsNotThereStays() throws IOException {
    Path missing = folder.resolve("missing.jar");
    Path broken = Files.writeString(folder.resolve("broken.jar"), "no archive");
    assertThat(weave(missing, broken)).containsExactly(missing, broken);
    assertThat(WovenClassPath.of(broken.toString(), "").note())
        .startsWith("0 classes woven, 1 left alone (" + broken + " cannot be woven: ");
  }

  @Test
  void rotaStaysAsItIs() {
    assertThat(weave(OwnClassPath.home())).containsExactly(OwnClassPath.home());
  }

  private static List<Path> weave(Path... entries) {
    String path =
        Stream.of(entries).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    return Arrays.stream(WovenClassPath.of(path, "").classPath().split(File.pathSeparator, -1))
        .map(Path::of)
        .toList();
  }

  private Path jar(String name, String classPath) throws IOException {
    Path jar = folder.resolve(name);
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    if (!classPath.isEmpty()) {
      manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
    }
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      out.putNextEntry(new JarEntry("text"));
    }
    return jar;
  }
}
