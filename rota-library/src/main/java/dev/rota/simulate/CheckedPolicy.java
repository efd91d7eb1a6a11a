package dev.rota.simulate;

import dev.rota.schedule.Policy;
import dev.rota.schedule.Ready;
import dev.rota.schedule.Schedulable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The policy of a run; whatever it does against its contract ends the run with a clear error. */
final class CheckedPolicy {
  private final Policy policy;
  private final boolean preempts;
  private long ready;

  CheckedPolicy(Policy policy) {
    this.policy = policy;
    this.preempts = hasVictims(policy);
  }

  /**
   * Asking one that never has victims would cost a charge of each core for each task that comes.
   */
  private static boolean hasVictims(Policy policy) {
    try {
      var victim = policy.getClass().getMethod("victim", Schedulable.class, List.class, long.class);
      return victim.getDeclaringClass() != Policy.class;
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e); // the interface has it
    }
  }

  /** Whether it may take a core from a task for another. */
  boolean preempts() {
    return preempts;
  }

  /** How many tasks wait for a core. */
  long ready() {
    return ready;
  }

  void add(LiveTask task, Ready why, long now) {
    task.state = LiveTask.State.READY;
    task.known = true;
    ready++;
    try {
      policy.add(task, why, now);
    } catch (RuntimeException e) {
      throw threw("add", e);
    }
  }

  /** The next of the {@link #ready}; there must be one. */
  LiveTask next(long now) {
    Schedulable next;
    try {
      next = policy.next(now);
    } catch (RuntimeException e) {
      throw threw("next", e);
    }
    if (next == null) {
      throw broken("hands out none of " + ready + " ready tasks, at " + now + " ns");
    }
    if (!(next instanceof LiveTask task) || task.state != LiveTask.State.READY) {
      throw broken("hands out " + next + ", which is not ready, at " + now + " ns");
    }
    task.state = LiveTask.State.RUNNING;
    ready--;
    return task;
  }

  long slice(LiveTask task, long now) {
    long slice;
    try {
      slice = policy.slice(task, now);
    } catch (RuntimeException e) {
      throw threw("slice", e);
    }
    if (slice <= 0) {
      throw broken("gives " + task + " a time slice of " + slice + " ns, at " + now + " ns");
    }
    return slice;
  }

  @Nullable LiveTask victim(LiveTask ready, List<LiveTask> running, long now) {
    Schedulable victim;
    try {
      victim = policy.victim(ready, running, now);
    } catch (RuntimeException e) {
      throw threw("victim", e);
    }
    if (victim == null) {
      return null;
    }
    if (!(victim instanceof LiveTask task) || task.state != LiveTask.State.RUNNING) {
      throw broken("takes the core of " + victim + ", which does not run, at " + now + " ns");
    }
    return task;
  }

  void charge(LiveTask task, long nanos, long now) {
    try {
      policy.charge(task, nanos, now);
    } catch (RuntimeException e) {
      throw threw("charge", e);
    }
  }

  void leave(LiveTask task, boolean ended, long now) {
    task.state = ended ? LiveTask.State.ENDED : LiveTask.State.WAITING;
    try {
      policy.leave(task, ended, now);
    } catch (RuntimeException e) {
      throw threw("leave", e);
    }
  }

  private String name() {
    var type = policy.getClass();
    return type.isAnonymousClass() ? type.getName() : type.getSimpleName();
  }

  private SimulationException threw(String method, RuntimeException e) {
    return new SimulationException("the policy " + name() + " threw in " + method + ": " + e, e);
  }

  private SimulationException broken(String what) {
    return new SimulationException("the policy " + name() + " " + what, null);
  }
}
