package dev.rota.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages in one process and between several. */
@Timeout(120)
class SharedQueueTest {

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String name =
      "queue-test-" + ProcessHandle.current().pid() + "." + COUNT.incrementAndGet();
  private SharedRegion region;

  @BeforeEach
  void makeRegion() {
    region = SharedRegion.create(name, 1 << 16);
  }

  @AfterEach
  void closeRegion() {
    region.close();
  }

  @Test
  void messagesOfAllSizesComeOutAsTheyWentIn() throws Exception {
    SharedQueue queue = region.queue("q", 100);
    assertThat(queue.capacity()).isEqualTo(104);
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      byte[] one = new byte[random.nextInt(30)];
      byte[] two = new byte[random.nextInt(30)];
      random.nextBytes(one);
      random.nextBytes(two);
      queue.put(one);
      queue.put(two);
      assertThat(queue.take()).isEqualTo(one);
      assertThat(queue.take()).isEqualTo(two);
    }
    assertThat(queue.usedBytes()).isZero();
  }

  @Test
  void itIsBounded() throws Exception {
    SharedQueue queue = region.queue("q", 64);
    assertThat(queue.poll(0, TimeUnit.SECONDS)).isNull();
    assertThat(queue.poll(1, TimeUnit.MILLISECONDS)).isNull();
    queue.put(new byte[24]);
    queue.put(new byte[24]);
    assertThat(queue.offer(new byte[1], 0, TimeUnit.SECONDS)).isFalse();
    assertThat(queue.offer(new byte[1], 1, TimeUnit.MILLISECONDS)).isFalse();
    assertThatThrownBy(() -> queue.put(new byte[57]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("56");
    assertThat(queue.take()).hasSize(24);
    assertThat(queue.offer(new byte[1], 0, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void manyPutAndManyTakeAndEachMessageComesOnce() throws Exception {
    SharedQueue queue = region.queue("q", 256); // often full, often empty
    int each = 3000;
    var seen = ConcurrentHashMap.<Integer>newKeySet();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        ExecutorService platform = Executors.newCachedThreadPool()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        ExecutorService executor = i % 2 == 0 ? threads : platform;
        int number = i;
        all.add(
            executor.submit(
                () -> {
                  for (int k = 0; k < each; k++) {
                    queue.put(ByteBuffer.allocate(4 + k % 20).putInt(number * each + k).array());
                  }
                  return 0;
                }));
        all.add(
            executor.submit(
                () -> {
                  for (int k = 0; k < each; k++) {
                    assertThat(seen.add(ByteBuffer.wrap(queue.take()).getInt())).isTrue();
                  }
                  return 0;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    assertThat(seen).hasSize(4 * each);
  }

  @Test
  void whoWaitsInAnotherProcessIsTold() throws Exception {
    SharedQueue queue = region.queue("q", 1024);
    try (Child child = new Child(name)) {
      child.tell("take q");
      queue.put("hello".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      child.expect("hello");
      child.ask("put q there");
      assertThat(queue.take()).asString().isEqualTo("there");
    }
  }
}
