package dev.rota.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.cli.args.UserError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputArgumentsTest {
  private final List<String> complaints = new ArrayList<>();

  @TempDir private Path folder;

  @BeforeEach
  void files() throws IOException {
    for (var file :
        List.of("b.txt", "a.txt", "c.md", "sub/d.txt", "sub/deep/e.txt", "other/f.txt")) {
      Files.createDirectories(folder.resolve(file).getParent());
      Files.writeString(folder.resolve(file), file);
    }
    Files.createDirectory(folder.resolve("empty"));
  }

  @Test
  void aFolderGivesAllFilesBelowInTheOrderOfTheirNames() {
    assertThat(inputs(folder.toString()))
        .containsExactly(
            in("a.txt"),
            in("b.txt"),
            in("c.md"),
            in("other/f.txt"),
            in("sub/d.txt"),
            in("sub/deep/e.txt"));
  }

  @Test
  void aFileIsGivenAsItWasWritten() {
    assertThat(inputs(folder + "/./a.txt")).containsExactly(folder + "/./a.txt");
  }

  @Test
  void aStarStaysInItsFolder() {
    assertThat(inputs(folder + "/*.txt")).containsExactly(in("a.txt"), in("b.txt"));
  }

  @Test
  void twoStarsAreAnyFoldersOrNone() {
    assertThat(inputs(folder + "/**/*.txt"))
        .containsExactly(
            in("a.txt"), in("b.txt"), in("other/f.txt"), in("sub/d.txt"), in("sub/deep/e.txt"));
    assertThat(inputs(folder + "/sub/**/e.txt")).containsExactly(in("sub/deep/e.txt"));
    assertThat(inputs(folder + "/{sub,other}/**/?.txt"))
        .containsExactly(in("other/f.txt"), in("sub/d.txt"), in("sub/deep/e.txt"));
  }

  @Test
  void aRelativeGlob() {
    assertThat(inputs("src/main/**/Glob.java"))
        .containsExactly("src/main/java/dev/rota/cli/input/Glob.java");
    assertThat(inputs("pom.?ml")).containsExactly("pom.xml");
  }

  @Test
  void aFileThatLooksLikeAGlobIsAFile() throws IOException {
    Files.writeString(folder.resolve("[x].txt"), "x");
    assertThat(inputs(folder + "/[x].txt")).containsExactly(in("[x].txt"));
  }

  @Test
  void linksToFoldersAreNotFollowed() throws IOException {
    Files.createSymbolicLink(folder.resolve("sub/up"), folder);
    Files.createSymbolicLink(folder.resolve("sub/link.txt"), folder.resolve("a.txt"));
    assertThat(inputs(folder + "/sub"))
        .containsExactly(in("sub/d.txt"), in("sub/deep/e.txt"), in("sub/link.txt"));
  }

  @Test
  void aModuleOfTheJdk() {
    assertThat(inputs("jrt:/java.logging"))
        .contains(
            "jrt:/java.logging/module-info.class",
            "jrt:/java.logging/java/util/logging/Logger.class")
        .isSorted()
        .allMatch(input -> input.endsWith(".class"));
  }

  @Test
  void aGlobInTheJdk() {
    assertThat(inputs("jrt:/java.base/**/*.properties"))
        .isNotEmpty()
        .allMatch(input -> input.endsWith(".properties"));
    assertThat(inputs("jrt:/java.l*/module-info.class"))
        .containsExactly("jrt:/java.logging/module-info.class");
  }

  @Test
  void oneClassOfTheJdk() {
    assertThat(inputs("jrt:/java.base/java/lang/Object.class"))
        .containsExactly("jrt:/java.base/java/lang/Object.class");
  }

  @Test
  void argumentsKeepTheirOrder() {
    assertThat(inputs(in("c.md"), "-", in("a.txt")))
        .containsExactly(in("c.md"), "one", "two", in("a.txt"));
  }

  @Test
  void allAreCountedUnlessTheyAreStreamed() {
    assertThat(parse(folder.toString(), in("a.txt")).count()).hasValue(7);
    assertThat(parse("-").count()).isEmpty();
  }

  @Test
  void stoppedInputsEnd() {
    var inputs = parse(folder.toString());
    var iterator = inputs.iterator();
    assertThat(iterator.hasNext()).isTrue();
    inputs.stop();
    assertThat(iterator.next()).isEqualTo(in("a.txt")); // it was promised
    assertThat(iterator.hasNext()).isFalse();
  }

  @Test
  void whatIsNotThereIsRefused() {
    refused("no such file or folder: nope", "nope");
    refused("no file matches " + in("*.nope"), in("*.nope"));
    refused("no file matches " + in("nope/*.txt"), in("nope/*.txt"));
    refused("no files in " + in("empty"), in("empty"));
    refused("no such module or folder in this JDK: jrt:/nope", "jrt:/nope");
    refused("not of the form jrt:/module: jrt:nope", "jrt:nope");
    refused("neither a file nor a folder: /dev/null", "/dev/null");
    refused("standard input (-) can be read only once", "-", "-");
  }

  @Test
  void whatIsNoGlobIsRefused() {
    assertThatThrownBy(() -> inputs("["))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("not a glob: [");
  }

  private void refused(String line, String... arguments) {
    assertThatThrownBy(() -> inputs(arguments)).isInstanceOf(UserError.class).hasMessage(line);
  }

  private String in(String file) {
    return folder + "/" + file;
  }

  private List<String> inputs(String... arguments) {
    var inputs = new ArrayList<String>();
    parse(arguments).forEach(inputs::add);
    assertThat(complaints).isEmpty();
    return inputs;
  }

  private Inputs parse(String... arguments) {
    InputStream lines = new ByteArrayInputStream("one\r\ntwo\n".getBytes(StandardCharsets.UTF_8));
    return new InputArguments(lines, complaints::add).parse(List.of(arguments));
  }
}
