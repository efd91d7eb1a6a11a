package dev.rota;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How many processors this JVM may use, and what set that number. The number is the JVM's own; the
 * reason is looked for in the files from which the JVM takes it.
 *
 * @param count 1 or more
 * @param reason the number and why, in one line
 */
record Processors(int count, String reason) {

  private static final Path CGROUPS = Path.of("sys/fs/cgroup");

  static Processors available() {
    return found(Path.of("/"), Runtime.getRuntime().availableProcessors());
  }

  /** Looks for the reason of {@code count} in the files below {@code root}. */
  static Processors found(Path root, int count) {
    int machine = size(read(root.resolve("sys/devices/system/cpu/online")).strip());
    int affinity = size(valueOf("Cpus_allowed_list", read(root.resolve("proc/self/status"))));
    Optional<Quota> quota = tightestQuota(root).filter(found -> found.processors() == count);
    return new Processors(count, count + reason(count, machine, affinity, quota));
  }

  private static String reason(int count, int machine, int affinity, Optional<Quota> quota) {
    if (quota.isPresent() && count < affinity) {
      return ": cgroup " + quota.get();
    }
    if (count == affinity && count < machine) {
      return " of " + machine + ": affinity";
    }
    return count == machine ? ": processors of this machine" : ": availableProcessors of this JVM";
  }

  /** So many microseconds of CPU time in a period. */
  private record Quota(String file, long quota, long period) {

    int processors() {
      return (int) Math.max(1, Math.ceilDiv(quota, period));
    }

    @Override
    public String toString() {
      return file + " " + quota + "/" + period;
    }
  }

  /** Of the groups that this process is in, and of those above them. */
  private static Optional<Quota> tightestQuota(Path root) {
    return read(root.resolve("proc/self/cgroup"))
        .lines()
        .map(line -> line.split(":", 3))
        .filter(parts -> parts.length == 3)
        .flatMap(parts -> quotas(root.resolve(CGROUPS), parts[1], parts[2]))
        .min(Comparator.comparingInt(Quota::processors));
  }

  /** In the second version no controllers are named, in the first they name the folder. */
  private static Stream<Quota> quotas(Path cgroups, String controllers, String path) {
    boolean isV2 = controllers.isEmpty();
    if (!isV2 && !List.of(controllers.split(",", -1)).contains("cpu")) {
      return Stream.of();
    }
    Path mount = cgroups.resolve(controllers);
    Path group = mount.resolve(path.replaceFirst("^/+", "")).normalize();
    return Stream.iterate(
            group, folder -> folder != null && folder.startsWith(mount), Path::getParent)
        .flatMap(folder -> (isV2 ? v2(folder) : v1(folder)).stream());
  }

  private static Optional<Quota> v2(Path group) {
    String[] max = read(group.resolve("cpu.max")).strip().split(" ", -1);
    return max.length == 2 ? quota("cpu.max", max[0], max[1]) : Optional.empty();
  }

  private static Optional<Quota> v1(Path group) {
    String quota = read(group.resolve("cpu.cfs_quota_us")).strip();
    String period = read(group.resolve("cpu.cfs_period_us")).strip();
    return quota("cpu.cfs_quota_us", quota, period);
  }

  /** None if there is no limit, which is written {@code max} or -1. */
  private static Optional<Quota> quota(String file, String quota, String period) {
    try {
      Quota found = new Quota(file, Long.parseLong(quota), Long.parseLong(period));
      return found.quota > 0 && found.period > 0 ? Optional.of(found) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static String valueOf(String name, String status) {
    return status
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  /** How many numbers a list such as {@code 0-3,8} has; as many as there can be if it is none. */
  private static int size(String list) {
    int size = 0;
    try {
      for (String range : list.split(",", -1)) {
        String[] ends = range.split("-", -1);
        size += 1 + Integer.parseInt(ends[ends.length - 1]) - Integer.parseInt(ends[0]);
      }
      return size;
    } catch (NumberFormatException e) {
      return Integer.MAX_VALUE;
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }
}
