package dev.rota.checks.slices;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** CPU time that slicing costs, against running each task to its end. */
final class Loss {

  private static final int HOGS = 8;
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private Loss() {}

  /** CPU time of eight hogs in slices by that of the same one after the other. */
  static double ratio(Duration quantum, long steps) throws Exception {
    double sliced = cpuOf(quantum, steps);
    double whole = cpuOf(Duration.ofSeconds(10), steps);
    return sliced / whole;
  }

  private static double cpuOf(Duration quantum, long steps) throws Exception {
    try (Kind.Maker maker = Kind.SLICED.maker(2, quantum)) {
      long begin = SYSTEM.getProcessCpuTime();
      List<Thread> hogs = new ArrayList<>();
      for (int i = 0; i < HOGS; i++) {
        hogs.add(
            maker.start(
                () -> {
                  if (Work.steps(steps) == 0) {
                    throw new IllegalStateException();
                  }
                }));
      }
      for (Thread hog : hogs) {
        hog.join();
      }
      return SYSTEM.getProcessCpuTime() - begin;
    }
  }
}
