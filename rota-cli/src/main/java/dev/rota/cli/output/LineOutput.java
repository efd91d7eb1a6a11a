package dev.rota.cli.output;

import dev.rota.cli.args.UserError;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SyncFailedException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where the lines go. Each is one write, so that it is there as soon as it is known and nothing is
 * left to flush however the command ends.
 */
public final class LineOutput implements AutoCloseable {

  /** A line could not be written. */
  public static final class Failure extends RuntimeException {
    private final boolean nobodyReads;

    Failure(String message, boolean nobodyReads) {
      super(message);
      this.nobodyReads = nobodyReads;
    }

    /** Whether it was a pipe whose reader has gone, which is no error of anybody's. */
    public boolean nobodyReads() {
      return nobodyReads;
    }
  }

  private static final int COPY_BUFFER = 1 << 16;

  private final String name;
  private final OutputStream out;
  private final @Nullable OutputFile file;

  private LineOutput(String name, OutputStream out, @Nullable OutputFile file) {
    this.name = name;
    this.out = out;
    this.file = file;
  }

  /**
   * Standard output, or a file, which is left as it is until {@link #begin} or {@link #goOnAfter}.
   *
   * @throws UserError if the file cannot be written
   */
  public static LineOutput to(@Nullable String file) {
    if (file == null) {
      // Not System.out, which swallows errors, and which the user's function may print on.
      return new LineOutput("standard output", new FileOutputStream(FileDescriptor.out), null);
    }
    try {
      var opened = OutputFile.open(Path.of(file));
      return new LineOutput(file, opened.stream(), opened);
    } catch (IOException | InvalidPathException e) {
      throw new UserError("cannot write to " + file + ": " + reason(e));
    }
  }

  /** Standard error, as another output. */
  public static LineOutput toStandardError() {
    return new LineOutput("standard error", new FileOutputStream(FileDescriptor.err), null);
  }

  /** Cuts off all that a file has. */
  public void begin() {
    try {
      if (file != null) {
        file.begin();
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /**
   * Cuts off what a file has after its first lines. What is no regular file stays as it is.
   *
   * @throws UserError if the file has fewer lines, or is not the one that was written before
   */
  public void goOnAfter(long lines) {
    try {
      if (file != null) {
        file.goOnAfter(lines);
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Forces to disk what was written, if there is a disk. */
  public void force() {
    try {
      if (file != null) {
        file.force();
      } else if (out instanceof FileOutputStream stream) {
        stream.getFD().sync();
      }
    } catch (SyncFailedException e) {
      // a pipe or a terminal
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Writes all of a file, which need not fit into memory. */
  public void copy(InputStream file) {
    try {
      file.transferTo(out);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** The same, through a filter. */
  public void copy(InputStream file, UnaryOperator<OutputStream> filter) {
    try {
      // Whatever the filter makes of it goes out in large writes.
      var buffered = new BufferedOutputStream(out, COPY_BUFFER);
      file.transferTo(filter.apply(buffered));
      buffered.flush();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Writes a line. */
  public void write(byte[] line) {
    try {
      out.write(line);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Some file systems tell of a full disk only now. */
  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private Failure failure(IOException e) {
    boolean nobodyReads = String.valueOf(e.getMessage()).contains("Broken pipe");
    return new Failure("cannot write to " + name + ": " + reason(e), nobodyReads);
  }

  public static String reason(Exception e) {
    return switch (e) {
      case NoSuchFileException _ -> "no such folder";
      case AccessDeniedException _ -> "permission denied";
      case FileSystemException file when file.getReason() != null -> file.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }
}
