package dev.rota.simulate;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which core runs what, in whose turn, since when and until when, and what the machine takes for
 * that.
 */
final class Cores {
  private final Costs costs;
  private final CheckedPolicy policy;
  private final Listener listener;
  private final @Nullable LiveTask[] running;
  private final @Nullable LiveTask[] claims;
  private final @Nullable LiveTask[] last;
  private final long[] granted;
  private final long[] start;
  private final long[] charged;
  private final long[] sliceEnd;
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
    claims = new LiveTask[cores];
    sliceEnd = new long[cores];
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

  /** The first core whose slice or burst ends first. */
  int first() {
    return ends.first();
  }

  /** Whose turn it is on each core, as the policy sees it; complete only if none is idle. */
  @SuppressWarnings("NullAway")
  List<LiveTask> claims() {
    return Collections.unmodifiableList(Arrays.asList(claims));
  }

  /** The core on which it is the turn of that claim. */
  int coreOf(LiveTask claim) {
    return Arrays.asList(claims).indexOf(claim);
  }

  long switches() {
    return switches;
  }

  long switching() {
    return switching;
  }

  /**
   * Gives the claim's runner the core that it had last, if that is idle, else the first that is.
   */
  void run(LiveTask claim, long slice, long now) {
    var task = claim.runner();
    int core = task.core >= 0 && idle.get(task.core) ? task.core : idle.nextSetBit(0);
    granted[core] = now;
    start[core] = Nanos.sum(now, overhead(task, core));
    charged[core] = start[core];
    sliceEnd[core] = slice > Long.MAX_VALUE - start[core] ? Long.MAX_VALUE : start[core] + slice;
    idle.clear(core);
    running[core] = task;
    claims[core] = claim;
    last[core] = task;
    task.got(core, now);
    task.coreSwitches = switchesOf[core];
    setEnd(core, start[core]);
  }

  private void setEnd(int core, long from) {
    long left = Math.min(sliceEnd[core] - from, at(core).remaining());
    ends.set(core, Nanos.sum(from, left));
  }

  boolean isSliceOver(int core, long now) {
    return now >= sliceEnd[core];
  }

  /** Lets it go on with its next burst, unless its slice is over, or is not lent to it any more. */
  boolean goOn(int core, long now) {
    if (isSliceOver(core, now) || claimOf(core).runner() != at(core)) {
      return false;
    }
    setEnd(core, now);
    return true;
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

  /** What runs on a core, charged for what it computed. */
  LiveTask charged(int core, long now) {
    charge(core, now);
    return at(core);
  }

  /** Takes the task from its core, and says so; gives the claim. */
  LiveTask release(int core, long now) {
    var task = charged(core, now);
    var claim = claimOf(core);
    long computing = Math.min(start[core], now);
    switching = Nanos.sum(switching, computing - granted[core]);
    running[core] = null;
    claims[core] = null;
    idle.set(core);
    ends.set(core, Tournament.NONE);
    task.gave(now);
    listener.slice(task.arrival, task.order(), core, granted[core], computing, now);
    return claim;
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
      policy.charge(claimOf(core), nanos, now);
    }
  }

  @SuppressWarnings("NullAway") // asked only of cores that run something
  private LiveTask claimOf(int core) {
    return claims[core];
  }

  @SuppressWarnings("NullAway") // the same
  private LiveTask at(int core) {
    return running[core];
  }
}
