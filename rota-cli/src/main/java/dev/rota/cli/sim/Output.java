package dev.rota.cli.sim;

import dev.rota.cli.args.UserError;
import dev.rota.cli.output.LineOutput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import picocli.CommandLine.ExitCode;

/** Standard output for what is long: buffered, and with every error told. */
final class Output {
  private static final int BROKEN_PIPE = 141; // as if SIGPIPE had ended us, like any filter

  /** Who writes. */
  interface Writer {
    void write(OutputStream out) throws IOException;
  }

  private Output() {}

  /** Lets it be written; the exit status. */
  static int standard(Writer writer) {
    try (var lines = LineOutput.to(null);
        var out = new BufferedOutputStream(unbuffered(lines), 1 << 16)) {
      writer.write(out);
      out.flush();
      return ExitCode.OK;
    } catch (LineOutput.Failure e) {
      if (e.nobodyReads()) {
        return BROKEN_PIPE;
      }
      throw new UserError(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // LineOutput throws its own
    }
  }

  private static OutputStream unbuffered(LineOutput lines) {
    return new OutputStream() {
      @Override
      public void write(int single) {
        lines.write(new byte[] {(byte) single});
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        lines.write(Arrays.copyOfRange(bytes, offset, offset + length));
      }
    };
  }
}
