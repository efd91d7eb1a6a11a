package dev.rota.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = SEPARATE_THREAD) // a blocked write heeds no interrupt
class DoorbellTest {

  private static Process start(String... command) throws IOException {
    return new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
  }

  @Test
  void whoHearsNothingIsFoundOutBeforeThePipeIsFull() throws Exception {
    Process deaf = start("sleep", "100");
    try {
      Doorbell bell = new Doorbell(deaf);
      int rung = 0;
      while (bell.ring()) {
        rung++;
      }
      assertThat(rung).isBetween(1_000, 1_100);
    } finally {
      deaf.destroyForcibly();
    }
  }

  @Test
  void whoHearsCanBeRungForEver() throws Exception {
    Process cat = start("cat");
    try {
      Doorbell bell = new Doorbell(cat);
      for (int i = 0; i < 100_000; i++) {
        if (!bell.ring()) { // far behind: a program that is slow is not deaf
          Thread.sleep(1);
        }
      }
      await().until(bell::ring);
    } finally {
      cat.destroyForcibly();
    }
  }

  @Test
  void whoIsGoneIsNotDeaf() throws Exception {
    Process gone = start("true");
    gone.waitFor();
    Doorbell bell = new Doorbell(gone);
    for (int i = 0; i < 3_000; i++) {
      assertThat(bell.ring()).isTrue();
    }
  }
}
