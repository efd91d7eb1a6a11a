package dev.rota.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.Pool;
import dev.rota.TaskOptions;
import dev.rota.process.ProcessPool;
import dev.rota.thread.ThreadPool;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The events in a recording that somebody runs. */
@Timeout(60)
class FlightRecordingTest {

  @TempDir private Path folder;

  private List<RecordedEvent> recorded(Recording recording) throws IOException {
    Path file = folder.resolve("recording.jfr");
    recording.dump(file);
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().startsWith("dev.rota."))
        .toList();
  }

  private static List<RecordedEvent> of(List<RecordedEvent> events, String kind) {
    return events.stream()
        .filter(event -> event.getEventType().getName().equals("dev.rota." + kind))
        .filter(event -> event.getString("pool").startsWith("recorded")) // others may go on
        .toList();
  }

  private static RecordedEvent named(String name, List<RecordedEvent> events) {
    return events.stream().filter(event -> event.getString("name").equals(name)).findAny().get();
  }

  @Test
  void aRunOfProcessesIsRecorded() throws Exception {
    try (Recording recording = new Recording()) {
      recording.start();
      try (Pool pool =
          ProcessPool.builder().name("recorded").heap("64m").workers(2).spares(0).build()) {
        pool.submit(() -> "a value", TaskOptions.named("answer")).get();
        assertThat(pool.submit(() -> Runtime.getRuntime().halt(7)))
            .failsWithin(Duration.ofSeconds(30));
        pool.submit(() -> 0).get();
      }
      List<RecordedEvent> events = recorded(recording);
      assertThat(of(events, "TaskQueued")).hasSize(3);
      assertThat(of(events, "TaskStarted")).hasSize(3);
      assertThat(of(events, "TaskEnded"))
          .extracting(event -> event.getString("how"))
          .containsExactlyInAnyOrder("succeeded", "crashed", "succeeded");
      RecordedEvent first = named("answer", of(events, "TaskEnded"));
      assertThat(first.getString("pool")).isEqualTo("recorded");
      assertThat(first.getString("worker")).startsWith("recorded-worker-");
      assertThat(first.getInt("attempt")).isEqualTo(1);
      assertThat(first.getDuration("wall")).isPositive();
      assertThat(first.getEventType().getCategoryNames()).containsExactly("Rota");
      assertThat(first.getStackTrace()).isNull();
      assertThat(of(events, "WorkerDied"))
          .extracting(event -> event.getString("cause"))
          .contains("exit 7");
      assertThat(of(events, "WorkerDied")).hasSameSizeAs(of(events, "WorkerStarted"));
      assertThat(of(events, "WorkerReady"))
          .extracting(event -> event.getLong("pid"))
          .allMatch(pid -> pid > 0);
    }
  }

  @Test
  void onlyWhatARecordingTakesIsRecordedAndNothingWithoutOne() throws Exception {
    try (Recording recording = new Recording()) {
      for (EventType type : FlightRecorder.getFlightRecorder().getEventTypes()) {
        recording.disable(type.getName());
      }
      recording.enable("dev.rota.TaskEnded");
      try (Pool pool = ThreadPool.builder().workers(2).build()) {
        pool.submit(() -> 0).get();
        recording.start();
        assertThat(new Announcer(List.of()).isHeard()).isTrue();
        pool.submit(() -> 1).get();
      }
      recording.stop();
      assertThat(new Announcer(List.of()).isHeard()).isFalse();
      assertThat(recorded(recording))
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.getEventType().getName()).isEqualTo("dev.rota.TaskEnded");
                assertThat(event.getLong("task")).isEqualTo(2);
              });
    }
  }

  /** In a JVM of its own, where nothing was recorded before. */
  @Test
  void aRecordingThatBeginsAfterThePoolTakesItsEventsToo() throws Exception {
    Process late =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load",
                "-cp",
                System.getProperty("java.class.path"),
                LateRecording.class.getName())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader out = late.inputReader()) {
      List<String> lines = out.lines().toList();
      assertThat(lines).contains("begins", "recorded");
      assertThat(lines.subList(0, lines.indexOf("begins")))
          .anyMatch(line -> line.contains(Announcer.class.getName()))
          .noneMatch(line -> line.contains(FlightEvent.class.getName()));
    }
  }

  /** A pool, then a recording. */
  static final class LateRecording {
    static void main(String[] args) throws Exception {
      try (Pool pool = ThreadPool.builder().workers(1).build()) {
        pool.submit(() -> 0).get();
        System.out.println("begins");
        awaitRecording(pool);
        System.out.println("recorded");
      }
    }

    private static void awaitRecording(Pool pool) throws Exception {
      try (RecordingStream stream = new RecordingStream()) {
        CountDownLatch seen = new CountDownLatch(1);
        stream.onEvent("dev.rota.TaskEnded", event -> seen.countDown());
        stream.startAsync();
        while (!seen.await(10, TimeUnit.MILLISECONDS)) {
          pool.submit(() -> 1).get();
        }
      }
    }
  }
}
