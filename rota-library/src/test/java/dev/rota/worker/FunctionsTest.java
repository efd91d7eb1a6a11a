package dev.rota.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

/** A run keeps the functions that there were when it was taken, whatever comes after it. */
class FunctionsTest {

  @Test
  void whatIsForgottenLaterCanStillBeCalled() {
    Functions first = new Functions().with(1, new byte[0]);
    Functions then = first.with(2, new byte[0]).without(1);
    assertThat(first.get(1)).isSameAs(first.with(3, new byte[0]).get(1));
    assertThat(then.get(2)).isNotNull();
    assertThatIllegalStateException().isThrownBy(() -> first.get(2)).withMessageContaining("2");
    assertThatIllegalStateException().isThrownBy(() -> then.get(1)).withMessageContaining("1");
  }
}
