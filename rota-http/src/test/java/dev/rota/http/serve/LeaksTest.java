package dev.rota.http.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.http.Model;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Handlers that take more and more. */
@Timeout(value = 180, threadMode = SEPARATE_THREAD)
class LeaksTest {

  private static void assertReplacedAfter(ServiceBuilder builder, String leak) throws Exception {
    try (Service service = EveryModelTest.ready(builder);
        Client client = new Client(service)) {
      await()
          .atMost(Duration.ofSeconds(60)) // until it was seen how much it has at first
          .until(() -> !service.status().contains("\"memory\":0"));
      String before = client.get(leak).body();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> service.status().contains("\"recycled\":1"));
      await().atMost(Duration.ofSeconds(60)).until(() -> !client.get("/pid").body().equals(before));
    }
  }

  private static ServiceBuilder threads() {
    return EveryModelTest.of(Model.THREADS, Handlers.Obedient.class);
  }

  @Test
  void oneThatOpensMoreAndMoreFilesIsReplaced() throws Exception {
    assertReplacedAfter(threads().maxFiles(300), "/leak-files");
  }

  @Test
  void oneThatTakesMoreAndMoreMemoryIsReplaced() throws Exception {
    assertReplacedAfter(threads().heap("400m").maxMemory(350L << 20), "/leak-memory");
  }

  /** Else workers would be replaced without end. */
  @Test
  void aLimitBelowWhatAWorkerHasAtFirstIsNoLimit() throws Exception {
    try (Service service = EveryModelTest.ready(threads().maxMemory(1 << 20).maxFiles(1))) {
      Load load = new Load(service, 2);
      load.awaitAnswers(2000); // more than a second, as clients pause for a millisecond
      assertThat(load.processes()).isEqualTo(1);
      assertThat(load.end()).isEmpty();
      assertThat(service.status()).contains("\"recycled\":0");
    }
  }

  @Test
  void limitsThatAreNoneAreRefused() {
    assertThatThrownBy(() -> threads().maxMemory(5))
        .hasMessage("maxMemory must be 1048576 to 9223372036854775807, not 5");
    assertThatThrownBy(() -> threads().maxFiles(-1))
        .hasMessage("maxFiles must be 0 to 1048576, not -1");
  }
}
