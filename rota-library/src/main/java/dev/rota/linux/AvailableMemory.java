package dev.rota.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory can be had without taking it from somebody. */
final class AvailableMemory {

  private static final Path CGROUP = Path.of("/sys/fs/cgroup");

  private AvailableMemory() {}

  /** In bytes: what the machine has, and the container that this process is in. */
  static long bytes() {
    long machine = machine();
    long second = left("memory.max", "memory.current");
    long first = left("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes");
    return Math.min(machine, Math.min(first, second));
  }

  private static long machine() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
        if (line.startsWith("MemAvailable:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
        }
      }
    } catch (IOException | RuntimeException e) {
      // not known
    }
    return Long.MAX_VALUE;
  }

  private static long left(String limit, String used) {
    try {
      return Long.parseLong(Files.readString(CGROUP.resolve(limit)).strip())
          - Long.parseLong(Files.readString(CGROUP.resolve(used)).strip());
    } catch (IOException | RuntimeException e) {
      return Long.MAX_VALUE; // no such file, or "max"
    }
  }
}
