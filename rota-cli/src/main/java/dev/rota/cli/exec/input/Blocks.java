package dev.rota.cli.exec.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream in blocks of about the same size, cut only where a record ends. A row is one block, a
 * character a byte.
 */
public final class Blocks implements Rows {
  private static final int LARGEST = 256 << 20;

  private final InputStream in;
  private final int size;
  private final byte end;
  private byte[] buffer;
  private int filled;
  private boolean atEnd;

  /**
   * Reads nothing yet.
   *
   * @param size in bytes, of a block
   * @param end of a record
   */
  public Blocks(InputStream in, int size, byte end) {
    this.in = in;
    this.size = size;
    this.end = end;
    this.buffer = new byte[size];
  }

  @Override
  public @Nullable List<String> next() throws IOException {
    fill();
    int cut = atEnd ? filled : lastEnd();
    while (cut == 0 && !atEnd) {
      if (buffer.length >= LARGEST) {
        throw new IOException("a record is longer than " + (LARGEST >> 20) + " MiB");
      }
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
      fill();
      cut = atEnd ? filled : lastEnd();
    }
    if (cut == 0) {
      return null;
    }
    var block = new String(buffer, 0, cut, StandardCharsets.ISO_8859_1);
    filled -= cut;
    buffer = Arrays.copyOfRange(buffer, cut, cut + Math.max(size, filled));
    return List.of(block);
  }

  private void fill() throws IOException {
    while (!atEnd && filled < buffer.length) {
      int n = in.read(buffer, filled, buffer.length - filled);
      atEnd = n < 0;
      filled += Math.max(0, n);
    }
  }

  /** Behind the last end of a record; 0 if there is none. */
  private int lastEnd() {
    int cut = filled;
    while (cut > 0 && buffer[cut - 1] != end) {
      cut--;
    }
    return cut;
  }
}
