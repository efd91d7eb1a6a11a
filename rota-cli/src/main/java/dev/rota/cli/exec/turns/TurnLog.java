package dev.rota.cli.exec.turns;

import dev.rota.cli.args.UserError;
import dev.rota.cli.exec.input.Item;
import dev.rota.cli.output.LineOutput;
import dev.rota.program.turns.Turn;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A file with a line for each turn, in columns with tabs between. */
final class TurnLog implements AutoCloseable {
  private static final double NANOS_A_MILLI = 1e6;

  private final Path file;
  private final BufferedWriter out;
  private final long origin;

  /**
   * Writes the file anew.
   *
   * @param origin the time of the clock at which the columns' begins
   */
  TurnLog(Path file, long origin) {
    this.file = file;
    this.origin = origin;
    try {
      out = Files.newBufferedWriter(file, StandardCharsets.ISO_8859_1);
      out.write("StartMs\tSlot\tSeq\tRanMs\tCpuMs\tEnd\tInput\n");
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  void write(Turn turn, Item item) {
    try {
      out.write(millis(turn.start() - origin) + "\t" + (turn.slot() + 1) + "\t" + item.number());
      out.write("\t" + millis(turn.end() - turn.start()) + "\t" + millis(turn.cpuNanos()));
      out.write("\t" + turn.why().name().toLowerCase(Locale.ROOT));
      out.write("\t" + item.text().replaceAll("[\t\n]", " ") + "\n");
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.1f", nanos / NANOS_A_MILLI);
  }

  private UserError cannotWrite(IOException e) {
    return new UserError("cannot write the turns to " + file + ": " + LineOutput.reason(e));
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }
}
