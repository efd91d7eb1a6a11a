package dev.rota;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a JVM took its number of processors from, on machines made of files. */
class ProcessorsTest {

  @TempDir private Path root;

  @BeforeEach
  void eightProcessors() throws IOException {
    write("sys/devices/system/cpu/online", "0-7\n");
    write("proc/self/status", "Name:\tjava\nCpus_allowed:\tff\nCpus_allowed_list:\t0-7\n");
    write("proc/self/cgroup", "0::/\n");
  }

  private void write(String file, String text) throws IOException {
    Files.createDirectories(root.resolve(file).getParent());
    Files.writeString(root.resolve(file), text);
  }

  private String reason(int count) {
    return Processors.found(root, count).reason();
  }

  @Test
  void theMachine() throws IOException {
    assertThat(reason(8)).isEqualTo("8: processors of this machine");
    write("sys/fs/cgroup/cpu.max", "max 100000\n");
    assertThat(reason(8)).isEqualTo("8: processors of this machine");
    write("sys/fs/cgroup/cpu.max", "1600000 100000\n");
    assertThat(reason(8)).isEqualTo("8: processors of this machine");
  }

  @Test
  void affinity() throws IOException {
    write("proc/self/status", "Cpus_allowed_list:\t0,2-3\n");
    assertThat(reason(3)).isEqualTo("3 of 8: affinity");
  }

  @Test
  void theQuotaOfAGroupOrOfOneAboveIt() throws IOException {
    write("proc/self/cgroup", "0::/a/b\n");
    write("sys/fs/cgroup/a/b/cpu.max", "max 100000\n");
    write("sys/fs/cgroup/a/cpu.max", "150000 100000\n");
    assertThat(reason(2)).isEqualTo("2: cgroup cpu.max 150000/100000");
    write("sys/fs/cgroup/a/b/cpu.max", "50000 100000\n");
    assertThat(reason(1)).isEqualTo("1: cgroup cpu.max 50000/100000");
  }

  @Test
  void theQuotaOfTheFirstVersionOfCgroups() throws IOException {
    write("proc/self/cgroup", "4:memory:/x\n3:cpu,cpuacct:/x/y\n0::/\n");
    write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "-1\n");
    write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n");
    write("sys/fs/cgroup/cpu,cpuacct/x/y/cpu.cfs_quota_us", "300000\n");
    write("sys/fs/cgroup/cpu,cpuacct/x/y/cpu.cfs_period_us", "100000\n");
    assertThat(reason(3)).isEqualTo("3: cgroup cpu.cfs_quota_us 300000/100000");
  }

  /** As in a container that does not know its place: its own group is mounted as the first. */
  @Test
  void aGroupThatIsNotMounted() throws IOException {
    write("proc/self/cgroup", "2:cpu:/docker/1234\n");
    write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "200000\n");
    write("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
    assertThat(reason(2)).isEqualTo("2: cgroup cpu.cfs_quota_us 200000/100000");
  }

  @Test
  void anythingElse() throws IOException {
    assertThat(reason(5)).isEqualTo("5: availableProcessors of this JVM");
    Path nothing = Files.createDirectories(root.resolve("nothing"));
    assertThat(Processors.found(nothing, 4).reason())
        .isEqualTo("4: availableProcessors of this JVM");
  }

  @Test
  void thisMachineHasAReason() {
    Processors here = Processors.available();
    assertThat(here.count()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(here.reason()).startsWith(here.count() + "");
  }
}
