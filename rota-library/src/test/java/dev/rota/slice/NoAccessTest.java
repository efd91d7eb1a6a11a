package dev.rota.slice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.TaskFuture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A JVM that keeps its inside to itself. */
class NoAccessTest {

  /** What such a JVM does. */
  static final class Closed {
    public static void main(String[] arguments) throws Exception {
      try (SlicedPool pool = SlicedPool.builder().build()) {
        System.out.println("built, and shut down: " + pool.isShutdown());
      } catch (UnsupportedOperationException e) {
        System.out.println(e.getMessage());
      }
      AtomicBoolean enough = new AtomicBoolean();
      try (SlicedPool pool =
          SlicedPool.cooperative().workers(1).quantum(Duration.ofMillis(1)).build()) {
        TaskFuture<?> hog =
            pool.submit(
                () -> {
                  while (!enough.get()) {
                    Slice.poll();
                  }
                });
        System.out.println("answer: " + pool.submit(() -> 42).get());
        enough.set(true);
        hog.get();
        SliceStats slices = pool.slices();
        long taken = slices.expired() + slices.preempted() + slices.compensated();
        System.out.println("turns were taken: " + (taken > 0));
      }
    }
  }

  @Test
  void slicedPoolsSayWhatToDoAndCooperativeOnesWork() throws Exception {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Closed.class.getName())
            .redirectErrorStream(true)
            .start();
    String[] lines =
        new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\n", -1);
    assertThat(jvm.waitFor()).isZero();
    assertThat(lines).hasSize(4);
    assertThat(lines[0])
        .startsWith("SlicedPool needs the inside of java.lang")
        .contains("-javaagent:")
        .contains("--add-opens java.base/java.lang=ALL-UNNAMED")
        .contains("SlicedPool.cooperative()");
    assertThat(lines[1]).isEqualTo("answer: 42");
    assertThat(lines[2]).isEqualTo("turns were taken: true");
  }
}
