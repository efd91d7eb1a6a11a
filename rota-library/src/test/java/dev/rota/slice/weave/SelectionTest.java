package dev.rota.slice.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {
  @Test
  void withoutOptionsAllButTheJdkAndRota() {
    var all = Selection.parse("");
    assertThat(all.contains("com/acme/Main")).isTrue();
    assertThat(all.contains("Main")).isTrue();
    assertThat(all.contains("java/util/List")).isFalse();
    assertThat(all.contains("sun/misc/Unsafe")).isFalse();
    assertThat(all.contains("dev/rota/slice/Poll")).isFalse();
    assertThat(all.contains("dev/rotary/Main")).isTrue();
  }

  @Test
  void packagesStandForThoseBelowThem() {
    var some = Selection.parse("include=com.acme,exclude=com.acme.gen,include=org.b");
    assertThat(some.contains("com/acme/Main")).isTrue();
    assertThat(some.contains("com/acme/deep/Main")).isTrue();
    assertThat(some.contains("com/acmex/Main")).isFalse();
    assertThat(some.contains("com/acme/gen/Main")).isFalse();
    assertThat(some.contains("com/acme/generic/Main")).isTrue();
    assertThat(some.contains("org/b/Main")).isTrue();
    assertThat(some.contains("org/c/Main")).isFalse();
  }

  @Test
  void rotaCannotBeIncluded() {
    assertThat(Selection.parse("include=dev.rota").contains("dev/rota/slice/Poll")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"verbose", "incluse=com.acme", ",", "include=com.acme,", "=x"})
  void unknownOptionsAreRefused(String options) {
    assertThatThrownBy(() -> Selection.parse(options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("allowed are include=PACKAGE and exclude=PACKAGE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"include=", "include=com..acme", "exclude=com.acme.*", "include"})
  void packagesMustBeNames(String options) {
    assertThatThrownBy(() -> Selection.parse(options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs the name of a package");
  }
}
