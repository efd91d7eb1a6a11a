package dev.rota.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.Pool;
import dev.rota.TaskOptions;
import dev.rota.observe.PoolEvent.CircuitClosed;
import dev.rota.observe.PoolEvent.CircuitOpened;
import dev.rota.observe.PoolEvent.TaskEnded;
import dev.rota.observe.PoolEvent.TaskQueued;
import dev.rota.observe.PoolEvent.TaskRetried;
import dev.rota.observe.PoolEvent.TaskStarted;
import dev.rota.observe.PoolEvent.WorkerDied;
import dev.rota.observe.PoolEvent.WorkerStarted;
import dev.rota.observe.PoolEvent.WorkersSet;
import dev.rota.process.ProcessPool;
import dev.rota.thread.ThreadPool;
import java.io.FileWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The file against the rules of the trace event format. */
@Timeout(60)
class ChromeTraceTest {

  private static final Duration MILLI = Duration.ofMillis(1);

  @TempDir private Path folder;

  private static long in(long millis) {
    return System.nanoTime() + millis * 1_000_000;
  }

  /** All events of a file, each found to be as the format wants it. */
  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> checked(String json) {
    List<Map<String, Object>> events = (List<Map<String, Object>>) Json.read(json);
    events.forEach(ChromeTraceTest::isWellFormed);
    slicesOfATrackDoNotOverlap(events);
    return events;
  }

  private static void isWellFormed(Map<String, Object> event) {
    assertThat(event).containsKeys("name", "ph", "pid", "tid", "args");
    assertThat(event.get("name")).isInstanceOf(String.class);
    assertThat(event.get("pid")).isInstanceOf(Double.class);
    assertThat(event.get("tid")).isInstanceOf(Double.class);
    Map<?, ?> args = (Map<?, ?>) event.get("args");
    switch ((String) event.get("ph")) {
      case "X" -> {
        assertThat((Double) event.get("ts")).isNotNegative();
        assertThat((Double) event.get("dur")).isNotNegative();
      }
      case "i" -> {
        assertThat((Double) event.get("ts")).isNotNegative();
        assertThat(event.get("s")).isIn("t", "p", "g");
      }
      case "C" -> {
        assertThat((Double) event.get("ts")).isNotNegative();
        assertThat(args.values())
            .isNotEmpty()
            .allSatisfy(v -> assertThat(v).isInstanceOf(Double.class));
      }
      case "M" ->
          assertThat(event.get("name")).isIn("process_name", "thread_name", "thread_sort_index");
      default -> throw new AssertionError("no such phase: " + event);
    }
  }

  private static void slicesOfATrackDoNotOverlap(List<Map<String, Object>> events) {
    Map<Object, List<Map<String, Object>>> tracks =
        phase(events, "X").stream()
            .collect(Collectors.groupingBy(event -> event.get("pid") + "/" + event.get("tid")));
    for (List<Map<String, Object>> track : tracks.values()) {
      track.sort(Comparator.comparing(event -> (Double) event.get("ts")));
      for (int i = 1; i < track.size(); i++) {
        double end = (Double) track.get(i - 1).get("ts") + (Double) track.get(i - 1).get("dur");
        assertThat((Double) track.get(i).get("ts")).isGreaterThanOrEqualTo(end - 0.01);
      }
    }
  }

  private static List<Map<String, Object>> phase(List<Map<String, Object>> events, String phase) {
    return events.stream()
        .filter(event -> phase.equals(event.get("ph")))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static List<Object> names(List<Map<String, Object>> events) {
    return events.stream().map(event -> event.get("name")).toList();
  }

  private static Object arg(Map<String, Object> event, String name) {
    return ((Map<?, ?>) event.get("args")).get(name);
  }

  @Test
  void everyKindOfEventHasItsForm() throws IOException {
    StringWriter out = new StringWriter();
    try (ChromeTrace trace = new ChromeTrace(out)) {
      trace.on(new WorkerStarted("p", in(1), "w1", 4711));
      trace.on(new TaskQueued("p", in(2), 1, "parse"));
      trace.on(new TaskStarted("p", in(3), 1, "parse", "w1", 1));
      trace.on(new TaskRetried("p", in(5), 1, "parse", TaskEnd.CRASHED, "w1", 1, MILLI, MILLI));
      trace.on(new WorkerDied("p", in(6), "w1", 4711, "SIGSEGV"));
      trace.on(new CircuitOpened("p", in(6), MILLI, "exit 1"));
      trace.on(new CircuitClosed("p", in(7)));
      trace.on(new WorkersSet("p", in(7), 3, "to be compared with 2"));
      trace.on(new TaskStarted("p", in(8), 1, "parse", "w2", 2));
      trace.on(new TaskEnded("p", in(10), 1, "", TaskEnd.SUCCEEDED, "w2", 2, MILLI, MILLI));
    }
    List<Map<String, Object>> events = checked(out.toString());
    List<Map<String, Object>> slices = phase(events, "X");
    assertThat(names(slices)).containsExactly("parse", "task 1");
    assertThat(slices).extracting(slice -> slice.get("dur")).containsOnly(1000.0);
    assertThat(slices)
        .extracting(slice -> arg(slice, "how"))
        .containsExactly("crashed", "succeeded");
    assertThat(slices).extracting(slice -> arg(slice, "cpuMicros")).containsOnly(1000.0);
    assertThat(slices.get(0).get("tid")).isNotEqualTo(slices.get(1).get("tid"));
    assertThat(names(phase(events, "i")))
        .containsExactly("started", "died", "circuit opened", "circuit closed", "3 workers");
    assertThat(phase(events, "C"))
        .filteredOn(counter -> "queued".equals(counter.get("name")))
        .extracting(counter -> arg(counter, "tasks"))
        .containsExactly(1.0, 0.0, 1.0, 0.0, 0.0);
    assertThat(phase(events, "C"))
        .filteredOn(counter -> "workers".equals(counter.get("name")))
        .extracting(counter -> arg(counter, "workers"))
        .containsExactly(3.0);
    assertThat(events)
        .filteredOn(event -> "thread_name".equals(event.get("name")))
        .extracting(event -> arg(event, "name"))
        .containsExactly("w1", "w2");
  }

  @Test
  void anyNameIsWrittenAsJson() throws IOException {
    String odd = "\"\\/\b\f\n\r\t\u0000\u001f é \u2028 😀 \ud83d {}[],:";
    Path file = folder.resolve("trace.json");
    try (ChromeTrace trace = new ChromeTrace(file)) {
      trace.on(new TaskEnded(odd, in(9), 1, odd, TaskEnd.THREW, odd, 1, MILLI, MILLI));
    }
    List<Map<String, Object>> events = checked(Files.readString(file));
    assertThat(names(phase(events, "X"))).containsExactly(odd);
  }

  @Test
  void aTraceOfNothingIsAnEmptyArray() throws IOException {
    StringWriter out = new StringWriter();
    new ChromeTrace(out).close();
    assertThat(checked(out.toString())).isEmpty();
  }

  @Test
  void whatComesAfterTheEndIsDropped() throws IOException {
    StringWriter out = new StringWriter();
    ChromeTrace trace = new ChromeTrace(out);
    trace.close();
    trace.on(new CircuitClosed("p", in(1)));
    trace.close();
    assertThat(checked(out.toString())).isEmpty();
  }

  @Test
  void aRunOfRealPoolsIsWellFormed() throws Exception {
    Path file = folder.resolve("trace.json");
    try (ChromeTrace trace = new ChromeTrace(file);
        Pool processes =
            ProcessPool.builder().name("p").heap("64m").workers(2).observer(trace).build();
        Pool threads = ThreadPool.builder().name("t").workers(2).observer(trace).build()) {
      assertThat(processes.map(IntStream.range(0, 500).boxed().toList(), i -> i + 1)).hasSize(500);
      assertThat(threads.map(IntStream.range(0, 500).boxed().toList(), i -> i + 1)).hasSize(500);
      assertThat(processes.submit(() -> Runtime.getRuntime().halt(7), TaskOptions.named("crash")))
          .failsWithin(Duration.ofSeconds(30));
    }
    List<Map<String, Object>> events = checked(Files.readString(file));
    assertThat(phase(events, "X")).hasSize(1001);
    assertThat(phase(events, "X"))
        .filteredOn(slice -> slice.get("name").equals("crash"))
        .extracting(slice -> arg(slice, "how"))
        .containsExactly("crashed");
    assertThat(events)
        .filteredOn(event -> "process_name".equals(event.get("name")))
        .extracting(event -> arg(event, "name"))
        .containsExactlyInAnyOrder("p", "t");
    assertThat(names(phase(events, "i")).stream().filter("died"::equals).count())
        .isEqualTo(names(phase(events, "i")).stream().filter("started"::equals).count());
    assertThat(arg(phase(events, "C").getLast(), "tasks")).isEqualTo(0.0);
  }

  @Test
  void aTraceThatCannotBeWrittenSaysSo() throws IOException {
    assertThatThrownBy(() -> new ChromeTrace(folder.resolve("no/such/folder")))
        .isInstanceOf(NoSuchFileException.class);
    ChromeTrace full = new ChromeTrace(new FileWriter("/dev/full", StandardCharsets.UTF_8));
    for (int i = 0; i < 1000; i++) {
      full.on(new CircuitClosed("p", in(1)));
    }
    assertThatThrownBy(full::close).isInstanceOf(IOException.class);
  }
}
