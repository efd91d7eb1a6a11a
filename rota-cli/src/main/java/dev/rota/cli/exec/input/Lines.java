package dev.rota.cli.exec.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The values in a stream, each ended by a byte. The last need not have it. */
final class Lines implements Values {
  static final int LONGEST = 4 << 20;
  private static final int BLOCK = 1 << 16;

  private final String name;
  private final InputStream in;
  private final byte delimiter;
  private byte[] buffer = new byte[BLOCK];
  private int from;
  private int to;

  Lines(String name, InputStream in, byte delimiter) {
    this.name = name;
    this.in = in;
    this.delimiter = delimiter;
  }

  @Override
  public @Nullable String next() throws IOException {
    int known = 0; // so many bytes from the first mark on are no delimiter
    while (true) {
      for (int i = from + known; i < to; i++) {
        if (buffer[i] == delimiter) {
          return take(i, 1);
        }
      }
      known = to - from;
      if (!readMore()) {
        return known == 0 ? null : take(to, 0);
      }
      if (known >= LONGEST) {
        throw new IOException(name + ": an input is longer than " + (LONGEST >> 20) + " MiB");
      }
    }
  }

  private String take(int end, int delimiters) {
    var value = new String(buffer, from, end - from, StandardCharsets.ISO_8859_1);
    from = end + delimiters;
    return value;
  }

  /** Keeps what is between the two marks, at the beginning of the buffer. */
  private boolean readMore() throws IOException {
    if (to == buffer.length && from == 0) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    } else if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, to - from);
      to -= from;
      from = 0;
    }
    int n = in.read(buffer, to, buffer.length - to);
    to += Math.max(0, n);
    return n > 0;
  }
}
