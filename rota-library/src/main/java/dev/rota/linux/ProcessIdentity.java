package dev.rota.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process, told from all others: its number may be used again later, and means another process in
 * another container. Where there is no {@code /proc} the number has to do.
 *
 * @param pid its number
 * @param start when it started, in ticks since the machine did; 0 if that is not known
 * @param namespace in which namespace of process numbers it lives; 0 if that is not known
 */
public record ProcessIdentity(long pid, long start, long namespace) {

  private static final ProcessIdentity OWN = find();

  /** This process. */
  public static ProcessIdentity own() {
    return OWN;
  }

  /** Another process, as it is now; with start 0 if there is none of that number. */
  public static ProcessIdentity of(long pid) {
    return new ProcessIdentity(pid, startOf(pid), OWN.namespace);
  }

  private static ProcessIdentity find() {
    long pid = ProcessHandle.current().pid();
    return new ProcessIdentity(pid, startOf(pid), ownNamespace());
  }

  /** Whether it is sure that the process has ended; never of one in another namespace. */
  public boolean isGone() {
    if (namespace != OWN.namespace) {
      return false;
    }
    return OWN.start == 0 ? ProcessHandle.of(pid).isEmpty() : startOf(pid) != start;
  }

  private static long startOf(long pid) {
    try {
      ProcessStat stat = ProcessStat.parse(Files.readString(Path.of("/proc/" + pid + "/stat")));
      return stat == null || stat.hasEnded() ? 0 : stat.start();
    } catch (IOException | RuntimeException e) {
      return 0; // gone, or not Linux
    }
  }

  private static long ownNamespace() {
    try {
      String link = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString(); // pid:[number]
      return Long.parseLong(link.substring(link.indexOf('[') + 1, link.indexOf(']')));
    } catch (IOException | RuntimeException e) {
      return 0;
    }
  }
}
