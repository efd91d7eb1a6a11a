package dev.rota.checks.slices;

import dev.rota.schedule.Policy;
import dev.rota.schedule.Ready;
import dev.rota.schedule.Schedulable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A policy that after so many questions answers none any more: it is dismissed in the middle of its
 * work, and another policy gets all that is ready.
 */
final class Fickle implements Policy {

  private final Policy policy;
  private int left;

  Fickle(Policy policy, int questions) {
    this.policy = policy;
    this.left = questions;
  }

  private Policy ask() {
    if (--left < 0) {
      throw new IllegalStateException("on purpose");
    }
    return policy;
  }

  @Override
  public void add(Schedulable task, Ready why, long now) {
    ask().add(task, why, now);
  }

  @Override
  public @Nullable Schedulable next(long now) {
    return ask().next(now);
  }

  @Override
  public long slice(Schedulable task, long now) {
    return ask().slice(task, now);
  }

  @Override
  public @Nullable Schedulable victim(
      Schedulable ready, List<? extends Schedulable> running, long now) {
    return ask().victim(ready, running, now);
  }

  @Override
  public void charge(Schedulable task, long nanos, long now) {
    ask().charge(task, nanos, now);
  }

  @Override
  public void leave(Schedulable task, boolean ended, long now) {
    ask().leave(task, ended, now);
  }

  @Override
  public boolean remove(Schedulable task, long now) {
    return ask().remove(task, now);
  }
}
