package dev.rota.cli.sim;

import dev.rota.cli.args.UserError;
import dev.rota.cli.output.LineOutput;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A picture of runs, one below the other, in a file. */
final class SvgFile {
  private SvgFile() {}

  static void write(String file, List<OneRun> runs) {
    try (var out = LineOutput.to(file)) {
      out.write(new SvgPicture(runs).text().getBytes(StandardCharsets.UTF_8));
    } catch (LineOutput.Failure e) {
      throw new UserError(String.valueOf(e.getMessage()));
    }
  }
}
