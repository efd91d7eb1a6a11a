package dev.rota.slice.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real classes by the thousand: each still verifies once it is woven. */
class ManyClassesTest {
  private static final ClassFile VERIFIER =
      ClassFile.of(
          ClassFile.ClassHierarchyResolverOption.of(
              ClassHierarchyResolver.ofResourceParsing(ManyClassesTest.class.getClassLoader())
                  .orElse(ClassHierarchyResolver.defaultResolver())));

  private final List<String> broken = new ArrayList<>();
  private int woven;

  @Test
  void ofTheJdk() throws IOException {
    weaveAll(FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules/java.base"));
    assertThat(broken).isEmpty();
    assertThat(woven).isGreaterThan(3_000);
  }

  /** The jars that tests run with. */
  static Stream<Path> jars() {
    return Stream.of(System.getProperty("java.class.path").split(":", -1))
        .filter(entry -> entry.endsWith(".jar"))
        .distinct()
        .map(Path::of);
  }

  @ParameterizedTest
  @MethodSource("jars")
  void ofLibraries(Path jar) throws IOException {
    assumeTrue(Files.exists(jar));
    try (FileSystem files = FileSystems.newFileSystem(jar)) {
      weaveAll(files.getPath("/"));
    }
    assertThat(broken).isEmpty();
  }

  private void weaveAll(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (var file : (Iterable<Path>) files::iterator) {
        var name = file.toString();
        if (name.endsWith(".class") && !name.endsWith("module-info.class")) {
          check(name, Files.readAllBytes(file));
        }
      }
    }
  }

  private void check(String name, byte[] original) {
    byte[] changed;
    try {
      changed = Weaver.weave(original);
    } catch (UnweavableException e) {
      assertThat(e).hasMessageContaining("subroutines"); // in some files from before Java 6
      return;
    }
    if (changed != null) {
      woven++;
      var errors = VERIFIER.verify(changed);
      if (!errors.isEmpty() && VERIFIER.verify(original).isEmpty()) {
        broken.add(name + ": " + errors.getFirst().getMessage());
      }
    }
  }
}
