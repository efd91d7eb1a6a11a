package dev.rota.cli.exec.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.cli.exec.input.Item;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {

  private static List<String> fill(List<String> command, String... values) {
    return new Template(command, List.of("name", "size"), false)
        .withPlace()
        .fill(new Item(7, List.of(values)), 2);
  }

  @ParameterizedTest
  @CsvSource({
    "{}, a/b.c.d, a/b.c.d",
    "{.}, a/b.c.d, a/b.c",
    "{.}, a.b/c, a.b/c",
    "{/}, a/b.c.d, b.c.d",
    "{//}, a/b.c.d, a",
    "{//}, b, .",
    "{//}, /b, /",
    "{/.}, a/b.c.d, b.c",
    "{#}-{%}-{}, x, 7-2-x",
    "{name}:{size}:{name.}, x.y, x.y::x",
    "{1/}, a/b, b",
    "{2}, a, ''",
    "{0}{x}{}, a, {0}{x}a",
    "{ print }{}, a, { print }a",
    "{{}}, a, {a}",
    "'{{}', a, '{a'",
    "'}{{', a, '}{{'",
  })
  void placesAreFilled(String word, String value, String filled) {
    assertThat(fill(List.of("run", word), value)).startsWith("run", filled);
  }

  @Test
  void withoutAPlaceTheInputComesLast() {
    assertThat(fill(List.of("run", "{#}", "{x}"), "a", "b c"))
        .containsExactly("run", "7", "{x}", "a", "b c");
  }

  @Test
  void manyValuesAreManyWordsOrOneText() {
    assertThat(fill(List.of("run", "{}", "<{}>", "{2}"), "a", "b c"))
        .containsExactly("run", "a", "b c", "<a b c>", "b c");
  }

  @Test
  void aShellGetsOneLine() {
    var template = new Template(List.of("echo {} >", "{1.}"), List.of(), true);
    assertThat(template.fill(new Item(1, List.of("it's.x", "b")), 1))
        .containsExactly("/bin/sh", "-c", "echo 'it'\\''s.x' 'b' > 'it'\\''s'");
  }
}
