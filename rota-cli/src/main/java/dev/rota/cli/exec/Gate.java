package dev.rota.cli.exec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Holds starts back: for a while after each, and as long as the machine is busy or full. */
final class Gate {
  private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final Path proc;
  private final long delayNanos;
  private final @Nullable Double mostLoad;
  private final @Nullable Long leastMemory;
  private long opens;

  /**
   * Open at first.
   *
   * @param proc where the kernel tells of load and memory
   * @param delayNanos between two starts
   * @param mostLoad of the last minute, in processes; null for any
   * @param leastMemory that is available, in bytes; null for any
   */
  Gate(
      Path proc, long delayNanos, @Nullable Double mostLoad, @Nullable Long leastMemory, long now) {
    this.proc = proc;
    this.delayNanos = delayNanos;
    this.mostLoad = mostLoad;
    this.leastMemory = leastMemory;
    this.opens = now;
  }

  /** Whether it is worth asking at all. */
  boolean isThere() {
    return delayNanos > 0 || mostLoad != null || leastMemory != null;
  }

  /** Nanoseconds until it may be open; 0 if it is. */
  long opensIn(long now) {
    if (now - opens < 0) {
      return opens - now;
    }
    if (isBusy() || isFull()) {
      opens = now + LOOK_AGAIN_NANOS;
      return LOOK_AGAIN_NANOS;
    }
    return 0;
  }

  /** One went through. What it does to the machine shows only later, so the next waits for that. */
  void started(long now) {
    boolean looks = mostLoad != null || leastMemory != null;
    opens = now + Math.max(delayNanos, looks ? LOOK_AGAIN_NANOS : 0);
  }

  private boolean isBusy() {
    return mostLoad != null && Double.parseDouble(read("loadavg").split(" ", 2)[0]) >= mostLoad;
  }

  private boolean isFull() {
    if (leastMemory == null) {
      return false;
    }
    var memory = read("meminfo");
    var name = "MemAvailable:";
    int at = memory.indexOf(name);
    var kilobytes = memory.substring(at + name.length(), memory.indexOf("kB", at)).strip();
    return Long.parseLong(kilobytes) << 10 < leastMemory;
  }

  private String read(String name) {
    try {
      return Files.readString(proc.resolve(name));
    } catch (IOException e) {
      throw new IllegalStateException("the machine does not tell of itself in " + proc, e);
    }
  }
}
