package dev.rota.schedule;

import static java.lang.Math.min;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Proportional shares over a tree of groups: the processors are divided among the members of the
 * root by weight, what a group gets among its members by theirs, and so on. Members are tasks and
 * groups; a task is in the group that its {@linkplain Schedulable#share() share} names, and its
 * {@linkplain Schedulable#weight() weight} counts among the members of that group. A group of which
 * nothing was said has weight 1.
 *
 * <p>In each group the member is next that is least ahead, in CPU time divided by weight:
 * start-time fair queueing, in a hierarchy (Goyal, Guo and Vin, "A hierarchical CPU scheduler for
 * multimedia operating systems", 1996). Who waits for nothing gets its due of what its group gets.
 * Who waits saves up nothing but two quanta: with that credit it goes before the others when it
 * comes back, so that a task which needs little is served at once among others that need all they
 * can get. So is a new one, with one quantum, as long as all that are new together get no more by
 * it than one more member would.
 *
 * <p>O(d log n) a decision for n ready tasks and groups at most d deep; O(m d) to find a victim
 * among m processors. Of two members of a group on one processor that are ready all the time, with
 * weights a and b and quantum q, neither is ahead of the other by more than q/a + q/b in CPU time
 * divided by weight. Nobody starves. A share that needs more processors than the group has tasks
 * goes to the others.
 */
public final class FairShares implements Policy {

  private final long quantumNanos;
  private final Group root;

  FairShares(long quantumNanos, Group root) {
    this.quantumNanos = quantumNanos;
    this.root = root;
  }

  /**
   * Begins with no groups and a quantum of 10 ms.
   *
   * @return a builder
   */
  public static FairSharesBuilder builder() {
    return new FairSharesBuilder();
  }

  @Override
  public void add(Schedulable task, Ready why, long now) {
    Member.Leaf leaf = why == Ready.ARRIVED ? arrived(task) : leaf(task);
    if (leaf.runs()) {
      leaf.comeBack();
    } else {
      leaf.weight = task.weight();
    }
    Group.enter(leaf, quantumNanos, now);
  }

  private Member.Leaf arrived(Schedulable task) {
    Group group = root;
    for (String name : task.share().split("/", -1)) {
      group = name.isEmpty() ? group : group.find(name);
    }
    group.count(1);
    var leaf = new Member.Leaf(task, group);
    task.state(leaf);
    return leaf;
  }

  @Override
  public @Nullable Schedulable next(long now) {
    Member first = root.first();
    while (first instanceof Group group) {
      first = group.first();
    }
    if (!(first instanceof Member.Leaf leaf)) {
      return null;
    }
    Group.takeOut(leaf);
    leaf.handOut(quantumNanos, now);
    return leaf.task;
  }

  @Override
  public long slice(Schedulable task, long now) {
    return quantumNanos;
  }

  /** The one that is furthest ahead, if it is so by a quarter of a quantum. */
  @Override
  public @Nullable Schedulable victim(
      Schedulable ready, List<? extends Schedulable> running, long now) {
    Member.Leaf furthest = null;
    for (Schedulable task : running) {
      Member.Leaf candidate = leaf(task);
      if (furthest == null || isAhead(candidate, furthest, now)) {
        furthest = candidate;
      }
    }
    return furthest != null && goesBefore(leaf(ready), furthest, now) ? furthest.task : null;
  }

  private static boolean isAhead(Member.Leaf one, Member.Leaf other, long now) {
    int depth = forkOf(one, other);
    return one.timeIfBack(one.at(depth), now) > other.timeIfBack(other.at(depth), now);
  }

  private boolean goesBefore(Member.Leaf ready, Member.Leaf running, long now) {
    int depth = forkOf(ready, running);
    Member comes = ready.at(depth);
    double least = comes.time + quantumNanos / 4.0 / comes.weight;
    return least < running.timeIfBack(running.at(depth), now);
  }

  /** The depth at which the two are in different members of the same group. */
  @SuppressWarnings("ReferenceEquality") // groups are themselves
  private static int forkOf(Member.Leaf one, Member.Leaf other) {
    int depth = min(one.depth, other.depth);
    while (depth > 1 && one.at(depth).group != other.at(depth).group) {
      depth--;
    }
    return depth;
  }

  @Override
  public void charge(Schedulable task, long nanos, long now) {
    leaf(task).charge(nanos, now);
  }

  @Override
  public void leave(Schedulable task, boolean ended, long now) {
    Member.Leaf leaf = leaf(task);
    leaf.comeBack();
    Group.rest(leaf, quantumNanos);
    if (ended) {
      leaf.home.count(-1);
    }
  }

  @Override
  public boolean remove(Schedulable task, long now) {
    Member.Leaf leaf = leaf(task);
    if (!leaf.isInHeap()) {
      return false;
    }
    Group.takeOut(leaf);
    Group.rest(leaf, quantumNanos);
    leaf.home.count(-1);
    return true;
  }

  private static Member.Leaf leaf(Schedulable task) {
    if (task.state() instanceof Member.Leaf leaf) {
      return leaf;
    }
    throw new IllegalArgumentException("no task of this policy: " + task);
  }

  /** How many groups it keeps at the root; for tests. */
  int groups() {
    return root.size();
  }

  @Override
  public String toString() {
    return "fair";
  }
}
