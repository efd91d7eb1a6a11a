package dev.rota.observe;

import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;

/**
 * The trace event format of Chrome in its form of a JSON array: one object a line. Times are given
 * in ns and written in us, as the format wants it.
 */
final class TraceFormat implements Closeable {

  private static final int FIRST_PRINTABLE = ' ';

  private final Writer writer;
  private final StringBuilder line = new StringBuilder(256);
  private boolean first = true;

  TraceFormat(Writer writer) throws IOException {
    this.writer = writer;
    writer.write("[\n");
  }

  void processName(int pid, String name) throws IOException {
    begin("process_name", "M", pid, 0);
    line.append(",\"args\":{\"name\":");
    text(name);
    end("}");
  }

  /** Names a track, and puts it where its number says. */
  void threadName(int pid, int tid, String name) throws IOException {
    begin("thread_name", "M", pid, tid);
    line.append(",\"args\":{\"name\":");
    text(name);
    end("}");
    begin("thread_sort_index", "M", pid, tid);
    line.append(",\"args\":{\"sort_index\":").append(tid);
    end("}");
  }

  /** Something that took its time. */
  void slice(
      int pid, int tid, long at, long took, String name, String how, int attempt, long cpuNanos)
      throws IOException {
    begin(name, "X", pid, tid);
    micros("ts", at);
    micros("dur", took);
    line.append(",\"cat\":\"task\",\"args\":{\"how\":");
    text(how);
    line.append(",\"attempt\":").append(attempt);
    micros("cpuMicros", cpuNanos);
    end("}");
  }

  /** Something that happened at a moment, on a worker's track (or the pool's, 0). */
  void mark(int pid, int tid, long at, String name, String key, String value, long process)
      throws IOException {
    begin(name, "i", pid, tid);
    micros("ts", at);
    line.append(",\"s\":").append(tid == 0 ? "\"p\"" : "\"t\"");
    line.append(",\"cat\":\"worker\",\"args\":{\"process\":").append(process);
    if (!key.isEmpty()) {
      line.append(",\"").append(key).append("\":");
      text(value);
    }
    end("}");
  }

  void counter(int pid, long at, String name, String unit, long value) throws IOException {
    begin(name, "C", pid, 0);
    micros("ts", at);
    line.append(",\"args\":{\"").append(unit).append("\":").append(value);
    end("}");
  }

  /** The end of the array. */
  void end() throws IOException {
    writer.write("\n]\n");
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }

  private void begin(String name, String phase, int pid, int tid) {
    line.append("{\"name\":");
    text(name);
    line.append(",\"ph\":\"").append(phase);
    line.append("\",\"pid\":").append(pid).append(",\"tid\":").append(tid);
  }

  private void end(String closing) throws IOException {
    line.append(closing).append('}');
    writer.write(first ? "" : ",\n");
    writer.append(line);
    first = false;
    line.setLength(0);
  }

  private void micros(String key, long nanos) {
    line.append(",\"").append(key).append("\":").append(nanos / 1000).append('.');
    long rest = nanos % 1000;
    line.append(rest / 100).append(rest / 10 % 10).append(rest % 10);
  }

  private void text(String text) {
    line.append('"');
    for (int i = 0; i < text.length(); i++) {
      character(text.charAt(i));
    }
    line.append('"');
  }

  private void character(char c) {
    if (c == '"' || c == '\\') {
      line.append('\\').append(c);
    } else if (c < FIRST_PRINTABLE || Character.isSurrogate(c)) {
      line.append("\\u%04x".formatted((int) c)); // half a pair would not be valid UTF-8
    } else {
      line.append(c);
    }
  }
}
