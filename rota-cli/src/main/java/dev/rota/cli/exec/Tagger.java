package dev.rota.cli.exec;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Puts the input before each line. */
final class Tagger extends FilterOutputStream {
  private final byte[] tag;
  private boolean inLine;

  Tagger(OutputStream out, String tag) {
    super(out);
    this.tag = (tag + "\t").getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    int end = from + length;
    for (int start = from; start < end; ) {
      if (!inLine) {
        out.write(tag);
      }
      int next = start;
      while (next < end && bytes[next] != '\n') {
        next++;
      }
      inLine = next == end;
      next = Math.min(end, next + 1);
      out.write(bytes, start, next - start);
      start = next;
    }
  }
}
