package dev.rota.cli.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.cli.args.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionArgumentTest {
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @TempDir private Path classes;

  /** For the tests: each takes its input in another form. */
  public static final class Forms {
    private Forms() {}

    public static String text(String input) {
      return "text " + input;
    }

    public static String path(Path input) {
      return "path " + input.getFileName();
    }

    public static String address(URI input) {
      return "address " + input.getScheme();
    }

    public static int content(byte[] input) {
      return input.length;
    }

    public static void nothing(String input) {}

    public static Object fails(String input) throws IOException {
      throw new IOException(input);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "text,text jrt:/java.base/java/lang/Object.class",
    "path,path Object.class",
    "address,address jrt",
    "nothing,"
  })
  void theParameterSaysWhatItGets(String method, String result) throws Exception {
    assertThat(call(method, "jrt:/java.base/java/lang/Object.class")).isEqualTo(result);
  }

  @Test
  void itIsTheSameAsLongAsItsCodeIs() throws IOException {
    var source = Files.writeString(folder.resolve("F.java"), "class F {}");
    var before = new FunctionArgument(source.toString(), "").identity();
    var elsewhere = Files.copy(source, folder.resolve("G.java"));
    assertThat(new FunctionArgument(elsewhere.toString(), "").identity()).isEqualTo(before);
    assertThat(new FunctionArgument(source.toString(), folder.toString()).identity())
        .isNotEqualTo(before);
    Files.writeString(source, "class F { }");
    assertThat(new FunctionArgument(source.toString(), "").identity()).isNotEqualTo(before);
  }

  @Test
  void aClassIsItsNameAndItsContent() throws IOException {
    var file =
        Files.writeString(Files.createDirectory(folder.resolve("p")).resolve("F.class"), "1");
    var path = folder.toString();
    var before = new FunctionArgument("p.F::f", path).identity();
    assertThat(new FunctionArgument("p.F::f", path).identity()).isEqualTo(before);
    assertThat(new FunctionArgument("p.F::g", path).identity()).isNotEqualTo(before);
    Files.writeString(file, "2");
    assertThat(new FunctionArgument("p.F::f", path).identity()).isNotEqualTo(before);
  }

  @Test
  void contentIsRead() throws Exception {
    assertThat(call("content", "jrt:/java.base/java/lang/Object.class"))
        .isInstanceOf(Integer.class);
    var file = Files.writeString(folder.resolve("four"), "four");
    assertThat(call("content", file.toString())).isEqualTo(4);
  }

  @Test
  void whatTheFunctionThrowsIsThrown() {
    assertThatThrownBy(() -> call("fails", "oh")).isInstanceOf(IOException.class).hasMessage("oh");
  }

  @Test
  void aSourceFileIsCompiledAndNotLoaded() throws IOException {
    var function =
        source(
            """
            package some.where;
            class Fun {
                static { System.setProperty("rota.test.loaded", "yes"); }
                public static int apply(String s) { return s.length(); }
                private static int apply(String s, int more) { return more; }
            }
            """);
    assertThat(function).hasToString("some.where.Fun::apply");
    assertThat(System.getProperty("rota.test.loaded")).isNull();
  }

  @Test
  void theOnlyClassWithSuchAMethodIsTaken() throws IOException {
    assertThat(source("class A {} class B { public static int apply(String s) { return 1; } }"))
        .hasToString("B::apply");
  }

  @Test
  void whatDoesNotCompileIsShownAsJavacDoes() {
    refused("class Fun { int x = y; }", "does not compile");
    assertThat(err.toString()).contains("Fun.java:1: error: cannot find symbol", "^", "1 error");
  }

  @Test
  void whatIsNoFunctionIsRefused() {
    refused("class Fun {}", "has no method apply; needed is public static apply");
    refused(
        "class Fun { static int apply(String s) { return 1; } }",
        "apply(String) must be public and static");
    refused(
        "class Fun { public int apply(String s) { return 1; } }",
        "apply(String) must be public and static");
    refused(
        "class Fun { public static int apply(int i) { return 1; } }",
        "apply(int) has the wrong parameters");
    refused(
        "class Fun { public static int apply() { return 1; } }",
        "apply() has the wrong parameters");
    refused(
        "class Fun { public static int apply(String s, int i) { return 1; } }", "wrong parameters");
    refused(
        "class Fun { public static int apply(String s) { return 1; } public static int apply(byte[]"
            + " b) { return 1; } }",
        "has 2 public static methods apply, (String) and (byte[])");
    refused(
        "class A { public static int apply(String s) { return 1; } }"
            + "class B { public static int apply(String s) { return 1; } }",
        "has a method apply in several classes");
  }

  @Test
  void whatIsNotThereIsRefused() {
    refusedArgument("no such file: Nope.java", "Nope.java", "");
    refusedArgument(
        "no class no.Class on the class path; --class-path says where it is",
        "no.Class::apply",
        "");
    refusedArgument("no class no.Class on the class path", "no.Class::apply", folder.toString());
    refusedArgument("no such file or folder on the class path: nope", "no.Class::apply", "nope");
    refusedArgument("FUNCTION is File.java or package.Class::method, not apply", "apply", "");
    refusedArgument("FUNCTION is package.Class::method or File.java, not ::x", "::x", "");
  }

  @Test
  void whatIsNoClassFileIsRefused() throws IOException {
    Files.writeString(folder.resolve("No.class"), "this is none");
    assertThatThrownBy(() -> find("No::apply", folder.toString()))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("No is no class file");
  }

  private Object call(String method, String input) throws Exception {
    var argument =
        new FunctionArgument(Forms.class.getName() + "::" + method, "target/test-classes");
    return argument
        .find(classes, new PrintWriter(err))
        .loadedBy(Forms.class.getClassLoader())
        .apply(input);
  }

  private UserFunction source(String text) throws IOException {
    return find(Files.writeString(folder.resolve("Fun.java"), text).toString(), "");
  }

  private UserFunction find(String function, String classPath) {
    return new FunctionArgument(function, classPath).find(classes, new PrintWriter(err, true));
  }

  private void refused(String text, String line) {
    try (var leftOver = Files.list(classes)) {
      for (var file : leftOver.toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    assertThatThrownBy(() -> source(text)).isInstanceOf(UserError.class).hasMessageContaining(line);
  }

  private void refusedArgument(String line, String function, String classPath) {
    assertThatThrownBy(() -> find(function, classPath))
        .isInstanceOf(UserError.class)
        .hasMessage(line);
  }
}
