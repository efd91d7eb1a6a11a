package dev.rota.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.Pool;
import dev.rota.process.ProcessPool;
import dev.rota.share.RegionException.Reason;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How regions are made, found, sent and lost. */
@Timeout(120)
@SuppressWarnings("LockNotBeforeTry") // who holds what when is what is tested
class SharedRegionTest {

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Path FOLDER = Path.of("/dev/shm/rota-" + uid());

  private final String name =
      "region-test-" + ProcessHandle.current().pid() + "." + COUNT.incrementAndGet();
  private SharedRegion region = SharedRegion.create(name, 1 << 16);

  @AfterEach
  void closeRegion() {
    region.close();
  }

  private static Object uid() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertFails(Reason reason, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            RegionException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void thereIsOneObjectForEachInAProcess() {
    assertThat(SharedRegion.open(name)).isSameAs(region);
    assertThat(SharedRegion.openOrCreate(name, 1)).isSameAs(region);
    assertThat(region.mutex("m")).isSameAs(region.mutex("m"));
    assertThat(SharedRegion.names()).contains(name);
  }

  @Test
  void namesAreTakenOnceAndFreeAfterwards() {
    assertFails(Reason.EXISTS, () -> SharedRegion.create(name, 1));
    region.close();
    region.close();
    assertThat(SharedRegion.names()).doesNotContain(name);
    assertFails(Reason.MISSING, () -> SharedRegion.open(name));
    region = SharedRegion.create(name, 1);
  }

  @Test
  void namesAreChecked() {
    for (String bad : List.of("", ".lock", "../x", "a/b", "a b", "x".repeat(65))) {
      assertThatThrownBy(() -> SharedRegion.create(bad, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("name must be");
      assertThatThrownBy(() -> region.mutex(bad)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> SharedRegion.anonymous(0)).hasMessageContaining("size must be");
  }

  @Test
  void filesAreOfTheUserAlone() throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(FOLDER)))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(FOLDER.resolve(name))))
        .isEqualTo("rw-------");
  }

  @Test
  void theSizeOfTheMemoryIsSealed() throws Exception {
    Path memory = Path.of("/proc/self/fd/" + region.attachment().descriptor());
    try (FileChannel channel = FileChannel.open(memory, StandardOpenOption.WRITE)) {
      assertThatThrownBy(() -> channel.truncate(4096)).hasMessageContaining("not permitted");
    }
    region.counter("c").increment();
    assertThat(region.counter("c").get()).isEqualTo(1);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertFails(Reason.FULL, () -> region.memory("large", 1 << 20));
    assertFails(Reason.FULL, () -> SharedRegion.anonymous(1L << 40).close());
    region.longArray("a", 10);
    assertFails(Reason.MISMATCH, () -> region.longArray("a", 11));
    assertFails(Reason.MISMATCH, () -> region.mutex("a"));
    assertThatThrownBy(() -> region.longArray("a", 10).get(10))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void damageIsToldAsSuch() throws Exception {
    Path memory = Path.of("/proc/self/fd/" + region.attachment().descriptor());
    region.mutex("m");
    region.attachment().cells().set(Layout.COUNT, 1 << 20);
    assertFails(Reason.CORRUPT, () -> region.mutex("m"));
    region.attachment().cells().set(Layout.COUNT, 1);
    region.attachment().cells().set(Layout.DIRECTORY + 8, 1L << 60);
    assertFails(Reason.CORRUPT, () -> region.mutex("m"));
    region.attachment().cells().set(Layout.COUNT, 0);
    assertThat(memory).exists();
    Files.writeString(FOLDER.resolve(name), "nonsense");
    assertFails(Reason.CORRUPT, () -> SharedRegion.open(name));
    Files.delete(FOLDER.resolve(name));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1, 42 - Layout.MAGIC})
  void anotherVersionIsRefused(long difference) throws Exception {
    region.attachment().cells().set(0, Layout.MAGIC + difference);
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.rota.share.ChildMain",
                name)
            .redirectErrorStream(true)
            .start();
    assertThat(
            new String(
                child.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
        .contains("RegionException: the region is of another version");
  }

  @Test
  void whatIsClosedThrows() {
    SharedLong counter = region.counter("c");
    SharedLongArray array = region.longArray("a", 4);
    MemorySegment memory = region.memory("bytes", 8);
    SharedQueue queue = region.queue("q", 64);
    SharedSemaphore semaphore = region.semaphore("s", 2);
    region.close();
    assertFails(Reason.CLOSED, counter::increment);
    assertFails(Reason.CLOSED, () -> array.set(0, 1));
    assertFails(Reason.CLOSED, semaphore::tryAcquire);
    assertFails(Reason.CLOSED, queue::usedBytes);
    assertFails(Reason.CLOSED, () -> region.mutex("m"));
    assertThatThrownBy(() -> memory.get(ValueLayout.JAVA_LONG, 0))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatTheDeadHadIsGone() throws Exception {
    String theirs = name + "-theirs";
    try (Child child = new Child(name)) {
      assertThat(child.ask("create " + theirs)).isEqualTo("done");
      assertThat(SharedRegion.names()).contains(theirs);
      child.kill();
    }
    assertThat(FOLDER.resolve(theirs)).exists(); // only a line, which whoever comes next removes
    assertThat(SharedRegion.names()).doesNotContain(theirs);
    assertThat(FOLDER.resolve(theirs)).doesNotExist();
  }

  @Test
  void itOutlivesItsMaker() throws Exception {
    String theirs = name + "-theirs";
    try (Child child = new Child(name);
        Child other = new Child(name)) {
      child.ask("create " + theirs);
      SharedRegion opened = SharedRegion.open(theirs);
      opened.counter("c").set(7);
      child.kill();
      assertThat(other.ask("count " + theirs)).isEqualTo("7"); // found through this process
      opened.close();
    }
  }

  @Test
  void itTravelsToWorkersAndSoDoesAllThatLiesInIt() throws Exception {
    SharedRegion anonymous = SharedRegion.anonymous(1 << 16);
    try (Pool pool = ProcessPool.builder().workers(2).build()) {
      for (SharedRegion sent : List.of(region, anonymous)) {
        SharedMutex mutex = sent.mutex("m");
        SharedLong counter = sent.counter("c");
        SharedLongArray array = sent.longArray("a", 3);
        SharedQueue queue = sent.queue("q", 64);
        List<Future<?>> additions = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
          additions.add(
              pool.submit(
                  () -> {
                    mutex.lock();
                    try {
                      counter.set(counter.get() + 1);
                    } finally {
                      mutex.unlock();
                    }
                  }));
        }
        for (Future<?> addition : additions) {
          addition.get();
        }
        pool.submit(
                () -> {
                  array.add(2, 5);
                  queue.put(new byte[] {1, 2, 3});
                  sent.memory("bytes", 8).set(ValueLayout.JAVA_LONG, 0, 42);
                  return 0;
                })
            .get();
        assertThat(queue.take()).containsExactly(1, 2, 3);
        assertThat(array.get(2)).isEqualTo(5);
        assertThat(sent.memory("bytes", 8).get(ValueLayout.JAVA_LONG, 0)).isEqualTo(42);
        assertThat(pool.map(List.of(mutex), m -> m.tryLock()).toList()).hasSize(1);
      }
      pool.shutdown();
      assertThat(pool.awaitTermination(60, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    }
    assertThat(region.counter("c").get()).isEqualTo(20);
    assertThat(anonymous.counter("c").get()).isEqualTo(20);
    anonymous.mutex("m").lock(); // a worker has ended with it
    assertThat(anonymous.mutex("m").ownerDied()).isTrue();
    anonymous.close();
  }
}
