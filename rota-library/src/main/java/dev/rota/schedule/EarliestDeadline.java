package dev.rota.schedule;

import static java.lang.Math.clamp;
import static java.lang.Math.max;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Earliest eligible virtual deadline first. Stoica and Abdel-Wahab, "Earliest eligible virtual
 * deadline first: a flexible and accurate mechanism for proportional share resource allocation",
 * 1995; Linux's policy since 6.6. Each task asks for a quantum of CPU time. In virtual time, which
 * goes ahead as fast as one task of weight 1 is due CPU time, the request is eligible when the task
 * has had no more than its due, and its deadline is when it will be due the quantum on top. The
 * earliest deadline of the eligible is next, the older task of two alike. Groups do not count.
 *
 * <p>A task that waits keeps its lag, what it is due and has not had (or has had and was not due),
 * up to a quantum. One that comes back takes the processor of a running one whose deadline is
 * later.
 *
 * <p>O(log n) a decision for n ready tasks; O(m) to find a victim among m processors. On one
 * processor the lag of a task that is ready all the time stays within a quantum up or down,
 * whatever the weights and whatever others do: nobody starves. On several, who is due more than one
 * processor saves up nothing.
 */
public final class EarliestDeadline implements Policy {

  private static final class Client extends EligibleTree.Request {
    final Schedulable task;
    double weight;
    double lag; // while it waits, in CPU time
    double joined; // when it did, in virtual time
    long used; // since it did
    boolean runs;
    long chargedAt;

    Client(Schedulable task) {
      super(task.order());
      this.task = task;
    }

    void ask(long nanos) {
      deadline = joined + (used + nanos) / weight;
    }

    void use(long nanos) {
      used += nanos;
      eligible = joined + used / weight;
    }

    /** Gives up so much of what it is due. */
    void forgo(double nanos) {
      joined += nanos / weight;
      eligible += nanos / weight;
      deadline += nanos / weight;
    }

    /** How much of what it asked for it has not had. */
    double rest() {
      return (deadline - eligible) * weight;
    }
  }

  /** In quanta; on one processor nobody comes to as much. */
  private static final double MOST_LAG = 2;

  private final long quantumNanos;
  private final VirtualTime virtual = new VirtualTime();
  private final EligibleTree ready = new EligibleTree(EligibleTree.BY_DEADLINE);

  /**
   * Makes the policy of one pool or one simulated machine.
   *
   * @param quantum above zero
   * @throws IllegalArgumentException if {@code quantum} is zero or negative
   */
  public EarliestDeadline(Duration quantum) {
    this.quantumNanos = Quantum.nanos("quantum", quantum);
  }

  @Override
  public void add(Schedulable task, Ready why, long now) {
    if (why == Ready.ARRIVED) {
      task.state(new Client(task));
    }
    Client client = client(task);
    if (client.runs) {
      stopped(client);
      forgoWhatItCannotUse(client, now);
      // A rest that is not worth a slice is none: CPU time is a little less than its length.
      if (why != Ready.PREEMPTED || client.rest() < quantumNanos / 16.0) {
        client.ask(quantumNanos);
      }
    } else {
      join(client, now);
    }
    ready.add(client);
  }

  /** Its lag after it has joined is the one with which it left: its coming moves the mean, too. */
  private void join(Client client, long now) {
    client.weight = client.task.weight();
    double mean = virtual.at(now);
    double load = virtual.load();
    double lag = load == 0 ? 0 : client.lag * (load + client.weight) / load;
    client.joined = mean - lag / client.weight;
    client.used = 0;
    client.eligible = client.joined;
    client.ask(quantumNanos);
    virtual.join(client.weight, client.eligible);
  }

  /** Who has run all the time and is due more still needs more processors than one. */
  private void forgoWhatItCannotUse(Client client, long now) {
    double excess = lag(client, now) - MOST_LAG * quantumNanos;
    if (excess > 0) { // others are there, or it would have no lag; the mean moves with it
      double load = virtual.load();
      double forgone = excess * load / (load - client.weight);
      client.forgo(forgone);
      virtual.pass(forgone);
    }
  }

  private double lag(Client client, long now) {
    return (virtual.at(now) - client.eligible) * client.weight;
  }

  private void stopped(Client client) {
    client.runs = false;
    virtual.stopped(0, client.chargedAt);
  }

  @Override
  public @Nullable Schedulable next(long now) {
    if (!(ready.earliest(virtual.at(now)) instanceof Client next)) {
      return null;
    }
    ready.remove(next);
    next.runs = true;
    next.chargedAt = now;
    virtual.started(0, now);
    return next.task;
  }

  @Override
  public long slice(Schedulable task, long now) {
    return max(1, Math.round(client(task).rest()));
  }

  /** The one with the latest deadline, if that of the ready one is earlier, and it is eligible. */
  @Override
  public @Nullable Schedulable victim(
      Schedulable ready, List<? extends Schedulable> running, long now) {
    Client comes = client(ready);
    if (comes.eligible > virtual.at(now)) {
      return null;
    }
    double latest = comes.deadline;
    Schedulable victim = null;
    for (Schedulable task : running) {
      double deadline = deadlineIfBack(client(task), now);
      if (deadline > latest) {
        latest = deadline;
        victim = task;
      }
    }
    return victim;
  }

  private double deadlineIfBack(Client running, long now) {
    double eligible = running.eligible + (now - running.chargedAt) / running.weight;
    return eligible < running.deadline
        ? running.deadline
        : eligible + quantumNanos / running.weight;
  }

  @Override
  public void charge(Schedulable task, long nanos, long now) {
    Client client = client(task);
    client.use(nanos);
    virtual.pass((double) nanos);
    virtual.stopped(0, client.chargedAt);
    virtual.started(0, now);
    client.chargedAt = now;
  }

  @Override
  public void leave(Schedulable task, boolean ended, long now) {
    Client client = client(task);
    stopped(client);
    forget(client, now);
  }

  @Override
  public boolean remove(Schedulable task, long now) {
    Client client = client(task);
    if (!client.isInTree()) {
      return false;
    }
    ready.remove(client);
    forget(client, now);
    return true;
  }

  private void forget(Client client, long now) {
    client.lag = clamp(lag(client, now), -(double) quantumNanos, (double) quantumNanos);
    virtual.leave(client.weight, client.eligible);
  }

  private static Client client(Schedulable task) {
    if (task.state() instanceof Client client) {
      return client;
    }
    throw new IllegalArgumentException("no task of this policy: " + task);
  }

  @Override
  public String toString() {
    return "eevdf";
  }
}
