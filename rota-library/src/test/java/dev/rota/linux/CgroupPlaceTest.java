package dev.rota.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With folders that look like cgroup v2. */
class CgroupPlaceTest {
  private static final long PID = 77;
  private static final Set<String> BOTH = Set.of("cpu", "memory");

  @TempDir private Path folder;

  private Path mount() {
    return folder.resolve("fs");
  }

  private CgroupPlace find(String mountedFrom, String own) throws IOException, CgroupPlace.None {
    var self = Files.createDirectories(folder.resolve("self"));
    Files.writeString(
        self.resolve("mountinfo"),
        """
        23 1 0:20 / /proc rw,nosuid - proc proc rw
        24 1 0:21 / /cgroup/memory rw shared:9 - cgroup cgroup rw,memory
        25 1 0:22 %s %s rw,nosuid shared:10 - cgroup2 cgroup2 rw,nsdelegate
        """
            .formatted(mountedFrom, mount()));
    Files.writeString(self.resolve("cgroup"), "4:memory:/old\n0::" + own + "\n");
    return CgroupPlace.find(self, PID, BOTH);
  }

  private Path cgroup(String path, String controllers, String passedOn, String processes)
      throws IOException {
    var made = Files.createDirectories(mount().resolve(path));
    Files.writeString(made.resolve("cgroup.controllers"), controllers + "\n");
    Files.writeString(made.resolve("cgroup.subtree_control"), passedOn + "\n");
    Files.writeString(made.resolve("cgroup.procs"), processes);
    if (!path.isEmpty()) {
      Files.writeString(made.resolve("cgroup.type"), "domain\n");
    }
    return made;
  }

  @Test
  void besideOnesOwnWhereControllersArePassedOn() throws Exception {
    cgroup("", "cpu io memory", "cpu memory", "1\n");
    var slice = cgroup("a.slice", "cpu memory", "memory cpu pids", "");
    cgroup("a.slice/b.scope", "cpu memory", "", "76\n77\n");
    assertThat(find("/", "/a.slice/b.scope")).isEqualTo(new CgroupPlace(slice, true, null));
  }

  @Test
  void furtherUpWhereNotAllArePassedOn() throws Exception {
    var root = cgroup("", "cpu io memory", "cpu memory", "1\n");
    cgroup("a.slice", "cpu memory", "memory", "");
    cgroup("a.slice/b.scope", "memory", "", "76\n77\n");
    assertThat(find("/", "/a.slice/b.scope")).isEqualTo(new CgroupPlace(root, true, null));
  }

  @Test
  void belowOnesOwnForWhoIsAlone() throws Exception {
    cgroup("", "cpu io memory", "cpu memory", "1\n");
    var own = cgroup("b.scope", "cpu memory", "", "77\n");
    assertThat(find("/", "/b.scope"))
        .isEqualTo(new CgroupPlace(own, false, own.resolve("rota-self-77")));
  }

  @Test
  void belowTheRootWhoeverIsThere() throws Exception {
    var root = cgroup("", "cpu io memory", "", "1\n77\n");
    assertThat(find("/", "/")).isEqualTo(new CgroupPlace(root, false, null));
  }

  @Test
  void aContainerSeesPartOfIt() throws Exception {
    cgroup("", "cpu memory", "cpu memory", "");
    var own = cgroup("inner", "cpu memory", "cpu memory", "");
    assertThat(find("/docker/1", "/docker/1/inner")).isEqualTo(new CgroupPlace(own, true, null));
  }

  @Test
  void whereThereIsNoneItSaysWhy() throws Exception {
    cgroup("", "cpu memory", "", "1\n");
    Files.createFile(mount().resolve("cgroup.type")); // the root of a container
    assertThatThrownBy(() -> find("/", "/"))
        .isInstanceOf(CgroupPlace.None.class)
        .hasMessage("no cgroup from " + mount() + " upwards passes the controllers on");
    assertThatThrownBy(() -> find("/docker/1", "/../.."))
        .hasMessage("this process's cgroup cannot be seen from here");
    cgroup("", "hugetlb", "", "1\n");
    assertThatThrownBy(() -> find("/", "/")).hasMessageContaining("does not have cpu and memory");
    var self = folder.resolve("self");
    Files.writeString(self.resolve("cgroup"), "4:memory:/old\n");
    assertThatThrownBy(() -> CgroupPlace.find(self, PID, BOTH))
        .hasMessage("this process is in no cgroup of version 2");
    Files.writeString(self.resolve("mountinfo"), "23 1 0:20 / /proc rw,nosuid - proc proc rw\n");
    assertThatThrownBy(() -> CgroupPlace.find(self, PID, BOTH)).hasMessage("there is no cgroup v2");
  }
}
