package dev.rota.checks.slices;

import dev.rota.TaskFuture;
import dev.rota.TaskOptions;
import dev.rota.slice.SlicedPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Hogs with weights: what they get against what is due to them. */
final class Shares {

  private Shares() {}

  /** The largest error among three hogs each of the weights 1, 2 and 4, as part of what is due. */
  static double worstError(Duration time) throws Exception {
    double[] weights = {1, 1, 1, 2, 2, 2, 4, 4, 4};
    AtomicBoolean enough = new AtomicBoolean();
    List<TaskFuture<Long>> hogs = new ArrayList<>();
    try (SlicedPool pool = SlicedPool.builder().workers(2).quantum(Duration.ofMillis(1)).build()) {
      for (double weight : weights) {
        hogs.add(
            pool.submit(() -> Work.until(enough::get), TaskOptions.defaults().withWeight(weight)));
      }
      Thread.sleep(time);
      enough.set(true);
      double[] used = new double[weights.length];
      double sum = 0;
      for (int i = 0; i < used.length; i++) {
        var _ = hogs.get(i).get();
        used[i] = hogs.get(i).execution().cpuTime().toNanos();
        sum += used[i];
      }
      double worst = 0;
      for (int i = 0; i < used.length; i++) {
        double due = weights[i] / 21;
        worst = Math.max(worst, Math.abs(used[i] / sum - due) / due);
      }
      return worst;
    }
  }
}
