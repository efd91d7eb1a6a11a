package dev.rota.cli.sim;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.rota.simulate.Arrival;
import dev.rota.simulate.GroupFigures;
import dev.rota.simulate.Listener;
import dev.rota.simulate.Spread;
import dev.rota.simulate.TaskResult;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** For programs: an object for each run, in an array if there are several. */
final class JsonReport {
  private final OutputStream out;
  private final boolean slices;

  JsonReport(OutputStream out, boolean slices) {
    this.out = out;
    this.slices = slices;
  }

  void write(List<OneRun> runs) throws IOException {
    var factory = JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
    try (var json = factory.createGenerator(out)) {
      boolean isArray = runs.size() > 1;
      if (isArray) {
        json.writeStartArray();
      }
      var best = SeriesTable.bestOfEach(runs);
      for (var run : runs) {
        writeRun(run, best, json);
      }
      if (isArray) {
        json.writeEndArray();
      }
      json.writeRaw('\n');
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void writeRun(OneRun run, List<OneRun> best, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("policy", run.policy().toString());
    json.writeNumberField("cores", run.figures().cores());
    if (run.scenario().isSeries()) {
      json.writeNumberField("count", run.count());
      json.writeBooleanField("best", best.contains(run));
    }
    writeFigures(run, json);
    json.writeArrayFieldStart("tasks");
    run.again(new Tasks(json, run.scenario().hasLocks()));
    json.writeEndArray();
    if (slices) {
      json.writeArrayFieldStart("slices");
      run.again(new Slices(json));
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void writeFigures(OneRun run, JsonGenerator json) throws IOException {
    var figures = run.figures();
    json.writeObjectFieldStart("figures");
    writeMillis("makespanMs", Millis.of(figures.makespan()), json);
    json.writeNumberField("throughputPerSecond", figures.throughput());
    json.writeNumberField("utilization", figures.utilization());
    json.writeNumberField("lost", figures.lost());
    writeMillis("switchingMs", Millis.of(figures.switching()), json);
    json.writeNumberField("switches", figures.switches());
    json.writeNumberField("slices", figures.slices());
    json.writeNumberField("mostAlive", figures.mostAlive());
    boolean hasLocks = run.scenario().hasLocks();
    writeTasksFigures(figures.all(), hasLocks, json);
    json.writeEndObject();
    json.writeArrayFieldStart("groups");
    for (var group : figures.groups().entrySet()) {
      json.writeStartObject();
      json.writeStringField("group", group.getKey());
      writeTasksFigures(group.getValue(), hasLocks, json);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeTasksFigures(GroupFigures group, boolean hasLocks, JsonGenerator json)
      throws IOException {
    json.writeNumberField("tasks", group.tasks());
    writeMillis("cpuMs", Millis.of(group.cpu()), json);
    writeSpread("responseMs", group.response(), json);
    writeSpread("waitingMs", group.waiting(), json);
    writeSpread("turnaroundMs", group.turnaround(), json);
    if (hasLocks) {
      writeSpread("blockedMs", group.blocked(), json);
      writeMillis("invertedMs", Millis.of(group.inverted()), json);
    }
    json.writeNumberField("fairness", group.fairness());
  }

  private static void writeSpread(String name, Spread spread, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart(name);
    writeMillis("mean", Millis.of(spread.mean()), json);
    writeMillis("p50", Millis.of(spread.p50()), json);
    writeMillis("p99", Millis.of(spread.p99()), json);
    writeMillis("max", Millis.of(spread.max()), json);
    json.writeEndObject();
  }

  private static void writeMillis(String name, String millis, JsonGenerator json)
      throws IOException {
    json.writeFieldName(name);
    json.writeNumber(millis);
  }

  private record Tasks(JsonGenerator json, boolean hasLocks) implements Listener {
    @Override
    public void ended(TaskResult result) {
      try {
        json.writeStartObject();
        json.writeStringField("name", result.task().name());
        writeMillis("arrivalMs", Millis.of(result.task().nanos()), json);
        writeMillis("responseMs", Millis.of(result.response()), json);
        writeMillis("waitingMs", Millis.of(result.waiting()), json);
        writeMillis("turnaroundMs", Millis.of(result.turnaround()), json);
        writeMillis("finishMs", Millis.of(result.finish()), json);
        writeMillis("cpuMs", Millis.of(result.cpu()), json);
        if (hasLocks) {
          writeMillis("blockedMs", Millis.of(result.blocked()), json);
          writeMillis("invertedMs", Millis.of(result.inverted()), json);
        }
        json.writeEndObject();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private record Slices(JsonGenerator json) implements Listener {
    @Override
    public void slice(Arrival task, long order, int core, long granted, long start, long end) {
      if (start == end) {
        return; // it lost the core again before it could compute
      }
      try {
        json.writeStartObject();
        json.writeStringField("task", task.name());
        json.writeNumberField("core", core);
        writeMillis("startMs", Millis.of(start), json);
        writeMillis("endMs", Millis.of(end), json);
        json.writeEndObject();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
