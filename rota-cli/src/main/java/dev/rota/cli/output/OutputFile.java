package dev.rota.cli.output;

import dev.rota.cli.args.UserError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file of lines, with which a later run may go on. */
final class OutputFile {
  private static final int BUFFER = 1 << 16;
  private static final long NOWHERE = -1;

  private final Path path;
  private final FileChannel channel;
  private final boolean regular; // a device or a pipe has nothing to cut off, and no disk

  private OutputFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
    this.regular = Files.isRegularFile(path);
  }

  /** Makes it if it is not there, and changes nothing in it. */
  static OutputFile open(Path path) throws IOException {
    return new OutputFile(
        path, FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
  }

  OutputStream stream() {
    return Channels.newOutputStream(channel);
  }

  void force() throws IOException {
    if (regular) {
      channel.force(false);
    }
  }

  /** Cuts off all. */
  void begin() throws IOException {
    if (regular) {
      channel.truncate(0);
    }
  }

  /** Leaves the first lines, behind which the next is written. */
  void goOnAfter(long lines) throws IOException {
    if (!regular) {
      return;
    }
    long end = lines == 0 ? 0 : endOf(lines);
    if (end == NOWHERE) {
      throw new UserError(
          path + " has fewer lines than the log; it is not the output of the run that goes on");
    }
    // One line can be there before it is logged; more are another's.
    if (lines == 0 && endOf(1) != NOWHERE && endOf(1) < channel.size()) {
      throw new UserError(
          path + " has lines and the log has none; remove the file if the run is to begin anew");
    }
    channel.truncate(end).position(end);
  }

  /** Where that many lines end. */
  private long endOf(long lines) throws IOException {
    try (var in = Files.newInputStream(path)) {
      var bytes = new byte[BUFFER];
      long left = lines;
      long before = 0;
      for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
        for (int i = 0; i < length; i++) {
          if (bytes[i] == '\n' && --left == 0) {
            return before + i + 1;
          }
        }
        before += length;
      }
      return NOWHERE;
    }
  }
}
