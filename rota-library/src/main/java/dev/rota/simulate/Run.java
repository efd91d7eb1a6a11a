package dev.rota.simulate;

import dev.rota.schedule.Policy;
import dev.rota.schedule.Ready;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One run, from instant to instant. At each, in this order:
 *
 * <ol>
 *   <li>tasks whose slice or burst is over give up their cores, by core
 *   <li>those that arrive become ready, as they come
 *   <li>those that have waited long enough become ready, earlier arrivals first
 *   <li>those whose slice was over, but not their burst, become ready again, earlier arrivals first
 *   <li>cores that are free are given to tasks, as the policy says
 *   <li>if none is left, the policy is asked for each task that came in 2 and 3 and has no core
 *       yet, whether it takes one
 * </ol>
 *
 * <p>So an arrival goes into a queue before a task whose slice ends at the same instant, as in the
 * examples of textbooks.
 */
final class Run {
  private static final Comparator<LiveTask> BY_ARRIVAL = Comparator.comparingLong(LiveTask::order);

  private final CheckedPolicy policy;
  private final Listener listener;
  private final Iterator<Arrival> arrivals;
  private final Cores cores;
  private final Locks locks;
  private final Machine machine;
  private final Map<String, Double> weights;
  private final long maxSlices;
  private final long maxAlive;

  private final Wakes waiting = new Wakes();
  private final List<LiveTask> expired = new ArrayList<>();
  private final List<LiveTask> fresh = new ArrayList<>();
  private final ArrayDeque<LiveTask> unblocked = new ArrayDeque<>();
  private final Account all = new Account();
  private final TreeMap<String, Account> groups = new TreeMap<>();
  private @Nullable Arrival next;
  private long arrived;
  private long ended;
  private long mostAlive;
  private long slices;
  private long firstArrival = Nanos.NEVER;
  private long lastEnd;

  Run(
      Machine machine,
      Policy policy,
      Iterator<Arrival> arrivals,
      Listener listener,
      Map<String, Double> weights,
      Locks locks,
      long maxSlices,
      long maxAlive) {
    this.machine = machine;
    this.policy = new CheckedPolicy(policy);
    this.arrivals = arrivals;
    this.listener = listener;
    this.weights = weights;
    this.maxSlices = maxSlices;
    this.maxAlive = maxAlive;
    this.locks = locks;
    this.cores = new Cores(machine, this.policy, listener);
  }

  Figures figures() {
    takeNextArrival(0);
    for (long now = nextInstant(); now != Nanos.NEVER; now = nextInstant()) {
      pass(now);
    }
    if (ended < arrived) {
      throw locks.stuck();
    }
    var ofGroups = new TreeMap<String, GroupFigures>();
    groups.forEach((path, account) -> ofGroups.put(path, account.figures()));
    ofGroups.remove("");
    return new Figures(
        machine.cores(),
        all.figures(new Fairness(weights, groups).index()),
        ofGroups,
        ended == 0 ? 0 : firstArrival,
        ended == 0 ? 0 : lastEnd - firstArrival,
        slices,
        cores.switches(),
        cores.switching(),
        mostAlive);
  }

  private long nextInstant() {
    long arrival = next == null ? Nanos.NEVER : next.nanos();
    return Math.min(arrival, Math.min(cores.firstEnd(), waiting.first()));
  }

  private void pass(long now) {
    endSlices(now);
    arrive(now);
    wake(now);
    requeue(now);
    handOut(now);
    preempt(now);
    fresh.clear();
  }

  private void endSlices(long now) {
    while (cores.firstEnd() == now) {
      int core = cores.first();
      var task = cores.charged(core, now);
      if (task.remaining() == 0) {
        task.nextStep();
        passLocks(task, now);
      }
      if (!task.hasWork() || !cores.goOn(core, now)) {
        boolean isOver = cores.isSliceOver(core, now);
        settle(cores.release(core, now), task, isOver, now);
      }
      startUnblocked(now);
    }
  }

  /** For a task with a core: goes on to the step that takes time, or to a lock that is not free. */
  private void passLocks(LiveTask task, long now) {
    var steps = task.arrival.steps();
    while (!task.hasEnded() && steps.isLock(task.step())) {
      var lock = steps.lock(task.step());
      if (!steps.takes(task.step())) {
        give(task, lock, now);
      } else if (!locks.take(task, lock, now)) {
        return;
      }
      task.nextStep();
    }
    task.begin(now);
  }

  /** Waits, ends, or is left at its lock. */
  private void rest(LiveTask task, long now) {
    if (task.hasEnded()) {
      end(task, now);
    } else if (task.waitsFor() == null) {
      long until = Nanos.sum(now, task.startWait());
      waiting.add(task, until);
      listener.waits(task.arrival, task.order(), now, until);
    }
  }

  private void give(LiveTask task, String lock, long now) {
    var next = locks.give(lock, now);
    if (next != null) {
      unblocked.add(next);
      unpark(task, now); // some of them have another runner now
    }
  }

  /** Ends a turn, or one that did not come to anything; the task has no core. */
  private void settle(LiveTask claim, LiveTask task, boolean isOver, long now) {
    if (!claim.runner().hasWork()) {
      leave(claim, now);
    } else if (isOver) {
      expired.add(claim);
    } else {
      policy.add(claim, Ready.PREEMPTED, now); // the rest of the turn is for another
    }
    if (!task.hasWork()) {
      rest(task, now);
    }
    unpark(task, now);
  }

  private void startUnblocked(long now) {
    for (var next = unblocked.poll(); next != null; next = unblocked.poll()) {
      start(next, now);
    }
  }

  /** Goes on to the next step of a task that has no core: it is new, or has waited long enough. */
  private void start(LiveTask task, long now) {
    task.nextStep();
    if (task.begin(now)) {
      place(task, now);
      fresh.add(task);
    } else {
      rest(task, now);
    }
    unpark(task, now);
  }

  /** Gives a claim to the policy if there is somebody who can compute in its turn. */
  private void place(LiveTask claim, long now) {
    if (claim.state != LiveTask.State.WAITING) {
      return;
    }
    var runner = claim.runner();
    if (runner.canRun()) {
      policy.add(claim, claim.known ? Ready.WOKEN : Ready.ARRIVED, now);
    } else if (runner != claim || runner.isOnCore()) {
      runner.park(claim);
    }
  }

  /** Takes a claim from the policy of which it is the turn, and nobody can compute in it. */
  private void leave(LiveTask claim, long now) {
    policy.leave(claim, !claim.needsCoreAgain(), now);
    place(claim, now);
  }

  private void unpark(LiveTask task, long now) {
    for (var claim : task.takeParked()) {
      place(claim, now);
    }
  }

  private void end(LiveTask task, long now) {
    ended++;
    lastEnd = now;
    var result = task.result(now);
    all.add(result);
    groups.computeIfAbsent(task.share(), _ -> new Account()).add(result);
    listener.ended(result);
  }

  private void arrive(long now) {
    while (next != null && next.nanos() == now) {
      var task = new LiveTask(next, arrived++);
      firstArrival = Math.min(firstArrival, now);
      mostAlive = Math.max(mostAlive, arrived - ended);
      if (mostAlive > maxAlive) {
        throw new SimulationException(
            "more than " + maxAlive + " tasks are there at a time, as many as are allowed", null);
      }
      start(task, now);
      takeNextArrival(now);
    }
  }

  private void takeNextArrival(long now) {
    next = arrivals.hasNext() ? arrivals.next() : null;
    if (next != null && next.nanos() < now) {
      throw new IllegalArgumentException(
          next.name() + " arrives at " + next.nanos() + " ns, but comes after one at " + now);
    }
  }

  private void wake(long now) {
    while (waiting.first() == now) {
      start(waiting.poll(), now);
    }
  }

  private void requeue(long now) {
    expired.sort(BY_ARRIVAL);
    for (var task : expired) {
      policy.add(task, Ready.EXPIRED, now);
    }
    expired.clear();
  }

  private void handOut(long now) {
    while (policy.ready() > 0 && cores.someIdle()) {
      var claim = policy.next(now);
      var task = claim.runner();
      if (!task.canRun()) {
        leave(claim, now); // it has a core already, or waits
      } else if (reachesBurst(task, now) && claim.runner() == task) {
        run(claim, now);
      } else {
        settle(claim, task, false, now);
      }
      startUnblocked(now);
    }
  }

  /** Takes and gives back the locks before its next burst; false if there is none, or no way. */
  private boolean reachesBurst(LiveTask task, long now) {
    if (task.remaining() == 0) {
      passLocks(task, now);
    }
    return task.remaining() > 0;
  }

  private void run(LiveTask claim, long now) {
    if (slices++ == maxSlices) {
      throw new SimulationException(
          "the run takes more than " + maxSlices + " time slices, as many as are allowed", null);
    }
    cores.run(claim, policy.slice(claim, now), now);
  }

  private void preempt(long now) {
    if (!policy.preempts() || cores.someIdle()) {
      return;
    }
    for (int i = 0; i < fresh.size(); i++) { // more may come while it looks
      var task = fresh.get(i);
      if (task.state == LiveTask.State.READY && task.runner().canRun()) {
        cores.chargeAll(now);
        var victim = policy.victim(task, cores.claims(), now);
        if (victim != null) {
          preempt(cores.coreOf(victim), now);
          handOut(now);
        }
      }
    }
  }

  private void preempt(int core, long now) {
    var task = cores.charged(core, now);
    policy.add(cores.release(core, now), Ready.PREEMPTED, now);
    unpark(task, now);
  }
}
