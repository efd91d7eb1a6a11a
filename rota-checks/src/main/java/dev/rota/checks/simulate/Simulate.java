package dev.rota.checks.simulate;

import dev.rota.schedule.PolicySpec;
import dev.rota.simulate.Figures;
import dev.rota.simulate.Listener;
import dev.rota.simulate.Machine;
import dev.rota.simulate.Simulation;
import dev.rota.simulate.TaskResult;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/**
 * How long a million tasks take on 64 simulated cores, and how much memory runs of different
 * lengths take under the same load.
 */
final class Simulate {
  private static final int CORES = 64;
  private static final long MILLION = 1_000_000;
  private static final double STEADY = 0.9;
  private static final double AT_ONCE = Double.POSITIVE_INFINITY;
  private static final String ROUND_ROBIN = "rr:quantum=1ms";
  private static final double MOST_SECONDS = 10;
  private static final double MOST_GROWTH = 1.2;
  private static final int LOOKS = 10;

  private boolean failed;

  private Simulate() {}

  static void main(String[] args) {
    var check = new Simulate();
    check.memory();
    check.times(args.length == 0 ? List.of(ROUND_ROBIN) : List.of(args));
    System.exit(check.failed ? 1 : 0);
  }

  private void times(List<String> policies) {
    System.out.println(
        """

        | 1,000,000 tasks of ten bursts on 64 cores | s | s of CPU | slices | ns of CPU a slice | most alive |
        |---|---|---|---|---|---|\
        """);
    for (var policy : policies) {
      time(policy, "load 0.9", STEADY);
      time(policy, "all at once", AT_ONCE);
    }
  }

  private void time(String policy, String name, double load) {
    long start = System.nanoTime();
    long cpuStart = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    var figures = run(policy, MILLION, load, Listener.NONE);
    double seconds = (System.nanoTime() - start) / 1e9;
    double cpu = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpuStart) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "| %s, %s | %.1f | %.1f | %d | %.0f | %d |%n",
        policy,
        name,
        seconds,
        cpu,
        figures.slices(),
        cpu * 1e9 / figures.slices(),
        figures.mostAlive());
    if (policy.equals(ROUND_ROBIN) && cpu > MOST_SECONDS) {
      complain(ROUND_ROBIN + " is to take at most " + MOST_SECONDS + " s of CPU time");
    }
  }

  private void memory() {
    System.out.println(
        """
        | tasks at load 0.9 | most alive | most live heap, KiB |
        |---|---|---|\
        """);
    long least = Long.MAX_VALUE;
    long most = 0;
    for (long tasks = MILLION / 100;
        tasks <= 4 * MILLION;
        tasks = tasks == MILLION ? 4 * MILLION : tasks * 10) {
      var heap = new Heap(tasks / LOOKS);
      var figures = run(ROUND_ROBIN, tasks, STEADY, heap);
      System.out.printf("| %d | %d | %d |%n", tasks, figures.mostAlive(), heap.most / 1024);
      least = Math.min(least, heap.most);
      most = Math.max(most, heap.most);
    }
    if (most > least * MOST_GROWTH) {
      complain("memory is to grow with the tasks that are alive only");
    }
  }

  private static Figures run(String policy, long tasks, double load, Listener listener) {
    return new Simulation(Machine.of(CORES))
        .run(PolicySpec.parse(policy).build(), new Load(tasks, CORES, load), listener);
  }

  private void complain(String what) {
    System.out.println("FAILED: " + what);
    failed = true;
  }

  /** Looks at what is alive on the heap, some times in a run. */
  private static final class Heap implements Listener {
    private final long every;
    private long ended;
    long most;

    Heap(long every) {
      this.every = every;
    }

    @Override
    public void ended(TaskResult result) {
      if (++ended % every == every / 2) {
        System.gc();
        most = Math.max(most, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
      }
    }
  }
}
