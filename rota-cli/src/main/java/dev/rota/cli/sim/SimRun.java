package dev.rota.cli.sim;

import dev.rota.cli.args.UserError;
import dev.rota.cli.progress.Terminal;
import dev.rota.simulate.SimulationException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@code rota sim}. Each policy is run before anything is printed, so that what goes
 * wrong is all that is said.
 */
final class SimRun {
  private final Scenario scenario;
  private final Format format;
  private final boolean slices;
  private final @Nullable String svg;

  SimRun(Scenario scenario, Format format, boolean slices, @Nullable String svg) {
    if (svg != null && scenario.isSeries()) {
      throw new UserError("--svg draws one run, and this scenario has counts, each a run");
    }
    this.scenario = scenario;
    this.format = format;
    this.slices = slices;
    this.svg = svg;
  }

  void run(OutputStream out) throws IOException {
    var runs = new ArrayList<OneRun>();
    for (var policy : scenario.policies()) {
      for (int count : scenario.counts()) {
        try {
          runs.add(OneRun.of(scenario, policy, count));
        } catch (SimulationException e) {
          throw new UserError(policy + ": " + e.getMessage());
        }
      }
    }
    if (svg != null) {
      SvgFile.write(svg, runs);
    }
    print(runs, out);
  }

  private void print(List<OneRun> runs, OutputStream out) throws IOException {
    switch (format) {
      case JSON -> new JsonReport(out, slices).write(runs);
      case CSV -> new CsvReport(out).write(runs);
      case TEXT -> new TextReport(out, Terminal.outputWidth()).write(runs);
    }
  }
}
