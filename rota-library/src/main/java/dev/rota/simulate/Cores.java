package dev.rota.simulate;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which core runs what, since when and until when, and what the machine takes for that. */
final class Cores {
  private final Costs costs;
  private final CheckedPolicy policy;
  private final Listener listener;
  private final @Nullable LiveTask[] running;
  private final @Nullable LiveTask[] last;
  private final long[] granted;
  private final long[] start;
  private final long[] charged;
  private final long[] switchesOf;
  private final BitSet idle = new BitSet();
  private final Tournament ends;
  private long switches;
  private long switching;

  Cores(Machine machine, CheckedPolicy policy, Listener listener) {
    int cores = machine.cores();
    this.costs = machine.costs();
    this.policy = policy;
    this.listener = listener;
    running = new LiveTask[cores];
    last = new LiveTask[cores];
    granted = new long[cores];
    start = new long[cores];
    charged = new long[cores];
    switchesOf = new long[cores];
    idle.set(0, cores);
    ends = new Tournament(cores);
  }

  boolean someIdle() {
    return !idle.isEmpty();
  }

  /** When the first of those that run is at the end of its slice or burst. */
  long firstEnd() {
    return ends.least();
  }

  /** Takes the task from the first core whose slice or burst ends first. */
  LiveTask releaseFirst(long now) {
    return release(ends.first(), now);
  }

  /** What runs, by core; complete only if none is idle. */
  @SuppressWarnings("NullAway")
  List<LiveTask> running() {
    return Collections.unmodifiableList(Arrays.asList(running));
  }

  long switches() {
    return switches;
  }

  long switching() {
    return switching;
  }

  /** Gives the task the core that it had last, if that is idle, else the first that is. */
  void run(LiveTask task, long slice, long now) {
    int core = task.core >= 0 && idle.get(task.core) ? task.core : idle.nextSetBit(0);
    granted[core] = now;
    start[core] = Nanos.sum(now, overhead(task, core));
    charged[core] = start[core];
    ends.set(core, Nanos.sum(start[core], Math.min(slice, task.remaining())));
    idle.clear(core);
    running[core] = task;
    last[core] = task;
    task.core = core;
    task.coreSwitches = switchesOf[core];
  }

  private long overhead(LiveTask task, int core) {
    long nanos = task.hasComputed() ? refill(task, core) : costs.creation();
    var previous = last[core];
    if (previous != null && previous != task) {
      nanos += isSameProcess(previous, task) ? costs.threadSwitch() : costs.processSwitch();
      switchesOf[core]++;
      switches++;
    }
    return nanos;
  }

  private long refill(LiveTask task, int core) {
    long others = switchesOf[core] - task.coreSwitches;
    if (task.core != core || others >= costs.cacheTasks()) {
      return costs.refill();
    }
    return Math.round((double) costs.refill() * others / costs.cacheTasks());
  }

  private static boolean isSameProcess(LiveTask a, LiveTask b) {
    return !a.share().isEmpty() && a.share().equals(b.share());
  }

  /** Takes the task from its core, and says so. */
  LiveTask release(int core, long now) {
    charge(core, now);
    var task = at(core);
    long computing = Math.min(start[core], now);
    switching = Nanos.sum(switching, computing - granted[core]);
    running[core] = null;
    idle.set(core);
    ends.set(core, Tournament.NONE);
    listener.slice(task.arrival, task.order(), core, granted[core], computing, now);
    return task;
  }

  void chargeAll(long now) {
    for (int core = 0; core < running.length; core++) {
      charge(core, now);
    }
  }

  private void charge(int core, long now) {
    long nanos = now - charged[core];
    if (nanos > 0) {
      charged[core] = now;
      var task = at(core);
      task.computed(nanos, start[core]);
      policy.charge(task, nanos, now);
    }
  }

  @SuppressWarnings("NullAway") // asked only of cores that run something
  private LiveTask at(int core) {
    return running[core];
  }
}
