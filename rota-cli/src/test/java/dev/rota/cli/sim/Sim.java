package dev.rota.cli.sim;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What {@code rota sim} prints, in this JVM. */
final class Sim {
  private Sim() {}

  static String json(String scenario, boolean slices) {
    return print(read(scenario).scenario(), Format.JSON, slices);
  }

  static String print(Draft draft, Format format) {
    return print(draft.scenario(), format, false);
  }

  private static String print(Scenario scenario, Format format, boolean slices) {
    var out = new ByteArrayOutputStream();
    try {
      new SimRun(scenario, format, slices, null).run(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /** A scenario's text, in which ' stands for ". */
  static Draft read(String json) {
    try {
      return ScenarioReader.read(
          "f.json",
          new ByteArrayInputStream(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Draft draft(String policy, String... tasks) {
    var draft = new Draft();
    draft.policies = List.of(policy);
    for (var task : tasks) {
      draft.tasks.add(TaskForm.parse(task));
    }
    return draft;
  }
}
