package dev.rota.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where in cgroup v2 this process may make cgroups, by what the kernel's files say. Nothing is
 * changed here.
 *
 * <p>A cgroup other than the root has either processes or, below it, cgroups with controllers. So
 * new ones belong beside this process's own, or further up, where the controllers are passed on
 * already; or in its own, if this process is alone there and can go into one below (that is what a
 * scope of systemd with {@code Delegate=yes} is for).
 *
 * @param folder in which to make a cgroup
 * @param passesOn whether the controllers are passed on there already; if not they can be
 * @param moveTo the new cgroup to which this process has to go before; null if it can stay
 */
record CgroupPlace(Path folder, boolean passesOn, @Nullable Path moveTo) {
  static final String CONTROLLERS = "cgroup.controllers";
  static final String PASSED_ON = "cgroup.subtree_control";
  static final String PROCESSES = "cgroup.procs";

  /** What only cgroups other than the root have. */
  private static final String NOT_ROOT = "cgroup.type";

  /** Why there is no such place. */
  static final class None extends Exception {
    private static final long serialVersionUID = 1L;

    None(String reason) {
      super(reason);
    }
  }

  /**
   * Looks for it.
   *
   * @param self {@code /proc/self}
   * @param pid of this process
   * @param controllers such as {@code memory}
   * @throws None if there is none; the message says why
   * @throws IOException if the files cannot be read
   */
  static CgroupPlace find(Path self, long pid, Set<String> controllers) throws IOException, None {
    Mount mount = Mount.find(Files.readAllLines(self.resolve("mountinfo")));
    Path own = mount.folder(ownPath(Files.readAllLines(self.resolve("cgroup"))));
    if (!words(mount.point.resolve(CONTROLLERS)).containsAll(controllers)) {
      throw new None(
          "cgroup v2 does not have "
              + String.join(" and ", new TreeSet<>(controllers))
              + " in "
              + mount.point);
    }
    String obstacle = "no cgroup from " + own + " upwards passes the controllers on";
    for (Path folder = own;
        folder != null && folder.startsWith(mount.point);
        folder = folder.getParent()) {
      if (words(folder.resolve(PASSED_ON)).containsAll(controllers)) {
        if (isWritable(folder)) {
          return new CgroupPlace(folder, true, null);
        }
        obstacle = folder + " is not writable";
      } else if (folder.equals(own)
          && words(folder.resolve(CONTROLLERS)).containsAll(controllers)
          && isWritable(folder)) {
        if (!Files.exists(folder.resolve(NOT_ROOT))) {
          return new CgroupPlace(folder, false, null);
        }
        if (words(folder.resolve(PROCESSES)).equals(List.of(Long.toString(pid)))) {
          return new CgroupPlace(folder, false, folder.resolve("rota-self-" + pid));
        }
      }
    }
    throw new None(obstacle);
  }

  private static boolean isWritable(Path folder) {
    return Files.isWritable(folder)
        && Files.isWritable(folder.resolve(PASSED_ON))
        && Files.isWritable(folder.resolve(PROCESSES));
  }

  private static Path ownPath(List<String> lines) throws None {
    for (String line : lines) {
      if (line.startsWith("0::/")) {
        return Path.of(line.substring("0::".length())).normalize();
      }
    }
    throw new None("this process is in no cgroup of version 2");
  }

  static List<String> words(Path file) throws IOException {
    List<String> words = new ArrayList<>();
    for (String word : Files.readString(file).split("\\s+", -1)) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }

  /** Where the file system of cgroup v2 is, and from which of its folders on. */
  private record Mount(Path root, Path point) {

    /** Lines are {@code id parent device root point options ... - type ...}. */
    static Mount find(List<String> lines) throws None {
      for (String line : lines) {
        int dash = line.indexOf(" - ");
        String[] words = line.split(" ", 6);
        if (dash > 0 && line.startsWith("cgroup2 ", dash + 3) && words.length == 6) {
          return new Mount(Path.of(words[3]), Path.of(words[4].replace("\\040", " ")));
        }
      }
      throw new None("there is no cgroup v2");
    }

    Path folder(Path cgroup) throws None {
      if (!cgroup.startsWith(root)) {
        throw new None("this process's cgroup cannot be seen from here");
      }
      return point.resolve(root.relativize(cgroup));
    }
  }
}
