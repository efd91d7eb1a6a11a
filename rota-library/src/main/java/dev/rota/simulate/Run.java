package dev.rota.simulate;

import dev.rota.schedule.Policy;
import dev.rota.schedule.Ready;
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
  private final Machine machine;
  private final Map<String, Double> weights;
  private final long maxSlices;
  private final long maxAlive;

  private final Wakes waiting = new Wakes();
  private final List<LiveTask> expired = new ArrayList<>();
  private final List<LiveTask> fresh = new ArrayList<>();
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
      long maxSlices,
      long maxAlive) {
    this.machine = machine;
    this.policy = new CheckedPolicy(policy);
    this.arrivals = arrivals;
    this.listener = listener;
    this.weights = weights;
    this.maxSlices = maxSlices;
    this.maxAlive = maxAlive;
    this.cores = new Cores(machine, this.policy, listener);
  }

  Figures figures() {
    takeNextArrival(0);
    for (long now = nextInstant(); now != Nanos.NEVER; now = nextInstant()) {
      pass(now);
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
      var task = cores.releaseFirst(now);
      if (task.remaining() > 0) {
        expired.add(task);
      } else {
        endBurst(task, now);
      }
    }
  }

  private void endBurst(LiveTask task, long now) {
    long wait = task.startWait();
    policy.leave(task, !task.hasMore(), now);
    if (wait > 0) {
      long until = Nanos.sum(now, wait);
      waiting.add(task, until);
      listener.waits(task.arrival, task.order(), now, until);
    } else {
      end(task, now);
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
      policy.add(task, Ready.ARRIVED, now);
      fresh.add(task);
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
      var task = waiting.poll();
      if (task.hasMore()) {
        task.startBurst();
        policy.add(task, Ready.WOKEN, now);
        fresh.add(task);
      } else {
        end(task, now);
      }
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
      if (slices++ == maxSlices) {
        throw new SimulationException(
            "the run takes more than " + maxSlices + " time slices, as many as are allowed", null);
      }
      var task = policy.next(now);
      cores.run(task, policy.slice(task, now), now);
    }
  }

  private void preempt(long now) {
    if (!policy.preempts() || cores.someIdle()) {
      return;
    }
    for (var task : fresh) {
      if (task.state == LiveTask.State.READY) {
        cores.chargeAll(now);
        var victim = policy.victim(task, cores.running(), now);
        if (victim != null) {
          policy.add(cores.release(victim.core, now), Ready.PREEMPTED, now);
          handOut(now);
        }
      }
    }
  }
}
