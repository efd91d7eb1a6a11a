package dev.rota.slice;

import dev.rota.schedule.Policy;
import dev.rota.schedule.Ready;
import dev.rota.schedule.Schedulable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Does as another policy does, but for what a test makes different. */
class ForwardingPolicy implements Policy {
  private final Policy other;

  ForwardingPolicy(Policy other) {
    this.other = other;
  }

  @Override
  public void add(Schedulable task, Ready why, long now) {
    other.add(task, why, now);
  }

  @Override
  public @Nullable Schedulable next(long now) {
    return other.next(now);
  }

  @Override
  public long slice(Schedulable task, long now) {
    return other.slice(task, now);
  }

  @Override
  public @Nullable Schedulable victim(
      Schedulable ready, List<? extends Schedulable> running, long now) {
    return other.victim(ready, running, now);
  }

  @Override
  public void charge(Schedulable task, long nanos, long now) {
    other.charge(task, nanos, now);
  }

  @Override
  public void leave(Schedulable task, boolean ended, long now) {
    other.leave(task, ended, now);
  }

  @Override
  public boolean remove(Schedulable task, long now) {
    return other.remove(task, now);
  }
}
