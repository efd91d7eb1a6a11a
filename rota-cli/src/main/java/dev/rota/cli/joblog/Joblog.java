package dev.rota.cli.joblog;

import dev.rota.cli.args.UserError;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The log of a run, in the columns of GNU parallel, and beside it {@code FILE.sum}, by which a
 * later run knows what it can rely on: its first line has a fingerprint of the command, each
 * further one belongs to a line of the log and has that line's length and checksum (CRC-32C) and
 * the fingerprint of the input.
 *
 * <p>A line of the log is written first and its sum second, and what ends a process can cut both
 * anywhere. A line counts once its sum is there whole and fits; what follows the last one that
 * counts is cut off when the log is opened again. One thread writes, and one process: the log is
 * locked.
 */
public final class Joblog implements AutoCloseable {
  private static final String FORMAT = "rota-joblog-1 ";

  private final Path path;
  private final FileChannel log;
  private final FileChannel sums;
  private final Logged logged = new Logged();
  private final Sync sync;
  private final Runnable output;
  private long synced = System.nanoTime();

  private Joblog(Path path, FileChannel log, FileChannel sums, Sync sync, Runnable output) {
    this.path = path;
    this.log = log;
    this.sums = sums;
    this.sync = sync;
    this.output = output;
  }

  /**
   * Opens a log.
   *
   * @param command fingerprint of all that has to be the same in a run that goes on
   * @param goOn whether to keep what is there; else the log begins anew
   * @param output forces to disk what has to be there before the log is
   * @throws UserError if it cannot be written, is another run's now, or was written for another
   *     command
   */
  public static Joblog open(Path path, long command, boolean goOn, Sync sync, Runnable output) {
    Joblog joblog = null;
    try {
      var sumPath = sums(path);
      joblog = new Joblog(path, channel(path), channel(sumPath), sync, output);
      joblog.lock();
      if (!goOn || joblog.log.size() < Entry.HEADER.length()) {
        joblog.begin(command);
      } else if (joblog.sums.size() == 0 && joblog.log.size() > Entry.HEADER.length()) {
        throw new UserError(
            "the log " + path + " has no " + path.getFileName() + ".sum beside it to go on by");
      } else {
        joblog.recall(command, sumPath);
      }
      return joblog;
    } catch (IOException e) {
      throw cannot(path, e);
    } catch (UserError e) {
      if (joblog != null) {
        joblog.close();
      }
      throw e;
    }
  }

  static Path sums(Path log) {
    return log.resolveSibling(log.getFileName() + ".sum");
  }

  private static FileChannel channel(Path path) throws IOException {
    return FileChannel.open(
        path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private void lock() throws IOException {
    try {
      if (log.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      // of this process: the same
    }
    throw new UserError("the log " + path + " belongs to another run that goes on");
  }

  private void begin(long command) throws IOException {
    log.truncate(0); // first: sums without a log count for nothing
    sums.truncate(0);
    write(log, Entry.HEADER);
    write(sums, FORMAT + Fingerprint.text(command) + "\n");
  }

  /** Reads what counts, and cuts off the rest. */
  private void recall(long command, Path sumPath) throws IOException {
    long logEnd = Entry.HEADER.length();
    long sumEnd;
    try (var sumLines = new Pieces(sumPath);
        var logLines = Files.newInputStream(path)) {
      var first = sumLines.next();
      if (first == null) { // cut within the first line: nothing was logged
        begin(command);
        return;
      }
      if (!first.equals(FORMAT + Fingerprint.text(command))) {
        throw new UserError(
            "the log " + path + " was written for another command or other options");
      }
      sumEnd = first.length() + 1L;
      logLines.skipNBytes(logEnd);
      for (var line = sumLines.next(); line != null; line = sumLines.next()) {
        var sum = Sum.parse(line);
        var bytes = sum == null ? new byte[0] : logLines.readNBytes(sum.length());
        if (sum == null || !sum.fits(bytes)) {
          break;
        }
        var entry = Entry.parse(new String(bytes, StandardCharsets.ISO_8859_1));
        logged.add(entry.number(), sum.input(), entry.isSuccess());
        logEnd += sum.length();
        sumEnd += line.length() + 1L;
      }
    }
    sums.truncate(sumEnd).position(sumEnd);
    log.truncate(logEnd).position(logEnd);
  }

  /** Lines of a file that have their end. */
  private static final class Pieces implements AutoCloseable {
    private final BufferedReader in;

    Pieces(Path path) throws IOException {
      in =
          new BufferedReader(
              new InputStreamReader(Files.newInputStream(path), StandardCharsets.ISO_8859_1));
    }

    /** Null at the end. */
    @Nullable String next() throws IOException {
      var line = new StringBuilder();
      for (int c = in.read(); c >= 0; c = in.read()) {
        if (c == '\n') {
          return line.toString();
        }
        line.append((char) c);
      }
      return null;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  /** A line of the file of sums. */
  private record Sum(int length, long checksum, long input) {

    static @Nullable Sum parse(String line) {
      var words = line.split(" ", -1);
      try {
        return words.length == 3 && !words[0].startsWith("-")
            ? new Sum(
                Integer.parseInt(words[0]),
                Long.parseLong(words[1], 16),
                Fingerprint.parse(words[2]))
            : null;
      } catch (NumberFormatException e) {
        return null;
      }
    }

    static Sum of(byte[] line, long input) {
      return new Sum(line.length, checksum(line), input);
    }

    boolean fits(byte[] line) {
      return line.length == length && checksum(line) == checksum;
    }

    private static long checksum(byte[] line) {
      var crc = new CRC32C();
      crc.update(line);
      return crc.getValue();
    }

    String line() {
      return length + " " + Long.toHexString(checksum) + " " + Fingerprint.text(input) + "\n";
    }
  }

  /** What was in the log when it was opened. */
  public Logged logged() {
    return logged;
  }

  /**
   * Logs the end of an input, whose output is to be written already.
   *
   * @throws UserError if that cannot be written; what was logged before counts
   */
  public void add(Entry entry, long input) {
    try {
      var line = entry.line();
      write(log, line);
      write(sums, Sum.of(line.getBytes(StandardCharsets.ISO_8859_1), input).line());
      long now = System.nanoTime();
      boolean due = now - synced > TimeUnit.SECONDS.toNanos(1);
      if (sync == Sync.EACH || (sync == Sync.SECOND && due)) {
        force();
        synced = now;
      }
    } catch (IOException e) {
      throw cannot(path, e);
    }
  }

  private void force() throws IOException {
    output.run();
    log.force(false);
    sums.force(false);
  }

  private static void write(FileChannel file, String text) throws IOException {
    var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }

  private static UserError cannot(Path path, IOException e) {
    return new UserError("cannot write the log " + path + ": " + e.getMessage());
  }

  @Override
  public void close() {
    try (log;
        sums) {
      if (sync != Sync.NEVER) {
        force();
      }
    } catch (IOException e) {
      throw cannot(path, e);
    }
  }
}
