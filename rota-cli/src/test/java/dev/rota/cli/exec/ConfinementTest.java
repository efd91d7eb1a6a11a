package dev.rota.cli.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rota.cli.Rota;
import dev.rota.cli.Rota.End;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code --memory-max} and {@code --cpu-weight}, by cgroups where this machine lets us, else
 * without.
 */
@Timeout(90)
class ConfinementTest {
  private static final String NO_CGROUPS = "rota: no cgroups \\(.+\\): ";

  @TempDir private Path temporary;

  private End run(String... arguments) {
    return Rota.run(
        temporary,
        "",
        Stream.concat(Stream.of("exec"), Stream.of(arguments)).toArray(String[]::new));
  }

  private static boolean hasCgroups(End end) {
    return !end.err().startsWith("rota: no cgroups");
  }

  @Test
  void memoryIsLimited() {
    var limit =
        "cat /sys/fs/cgroup$(grep ^0:: /proc/self/cgroup | cut -c 4-)/memory.max 2>/dev/null;"
            + " ulimit -v";
    var end = run("--memory-max", "1g", "--", "sh", "-c", limit, "-", ":::", "x", "y");
    assertThat(end.status()).isZero();
    if (hasCgroups(end)) {
      assertThat(end).isEqualTo(new End(0, "1073741824\nunlimited\n".repeat(2), ""));
    } else {
      assertThat(end.out()).isEqualTo("1048576\n".repeat(2));
      assertThat(end.err()) // one line for all programs
          .matches(NO_CGROUPS + "--memory-max is the address space of each process\n");
    }
  }

  @Test
  void whoNeedsMoreMemoryIsTold() {
    var script = "[ $1 = b ] || head -c 300000000 /dev/zero | tail -c 200000000 | wc -c; echo $1";
    var end = run("--memory-max", "100m", "--", "sh", "-c", script, "-", ":::", "a", "b");
    assumeThat(hasCgroups(end)).describedAs(end.err()).isTrue();
    assertThat(end)
        .isEqualTo(new End(1, "b\n", "rota: 1 of 2 failed: 1 ran out of memory (--memory-max)\n"));
  }

  @Test
  void programsHaveWeights() {
    var weight =
        "cat /sys/fs/cgroup$(grep ^0:: /proc/self/cgroup | cut -c 4-)/cpu.weight 2>/dev/null ||"
            + " nice";
    var end =
        run(
            "--order",
            "input",
            "--cpu-weight",
            "b=50",
            "--cpu-weight",
            "c=200",
            "--",
            "sh",
            "-c",
            weight,
            "-",
            ":::",
            "a",
            "b",
            "c");
    assertThat(end.status()).isZero();
    if (hasCgroups(end)) {
      assertThat(end).isEqualTo(new End(0, "100\n50\n200\n", ""));
    } else {
      assertThat(end.out()).isEqualTo("3\n6\n0\n"); // 1.25 times less for each step
      assertThat(end.err()).containsPattern("^" + NO_CGROUPS + "--cpu-weight is niceness\n");
    }
  }
}
