package dev.rota.worker;

import dev.rota.slice.Slice;
import java.util.function.LongSupplier;

/**
 * The CPU time of tasks on sliced threads, by their accounts. The master cannot read those: it is
 * told by the {@link CpuMeter}, beginning at 0 for each task.
 */
final class SlicedCpuTime extends CpuTime {

  private final CpuMeter meter;
  private volatile LongSupplier clock = () -> 0;

  SlicedCpuTime(CpuMeter meter) {
    this.meter = meter;
  }

  @Override
  long begin(long now) {
    clock = Slice.cpuClock(); // each run may have another thread
    super.begin(now);
    return 0;
  }

  @Override
  void taskBegun() {
    meter.wake();
  }

  @Override
  long atLastLook() {
    return 0;
  }

  @Override
  long used() {
    return clock.getAsLong() - super.atLastLook();
  }

  @Override
  long read() {
    return clock.getAsLong();
  }
}
