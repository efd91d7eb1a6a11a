package dev.rota.slice;

import dev.rota.schedule.Policy;
import dev.rota.schedule.Schedulable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Does as another one does, and notes who was charged how much, by share. */
final class NotingPolicy extends ForwardingPolicy {
  private final Map<String, Long> charged = new ConcurrentHashMap<>();

  NotingPolicy(Policy other) {
    super(other);
  }

  @Override
  public void charge(Schedulable task, long nanos, long now) {
    charged.merge(task.share(), nanos, Long::sum);
    super.charge(task, nanos, now);
  }

  long millis(String share) {
    return charged.getOrDefault(share, 0L) / 1_000_000;
  }
}
