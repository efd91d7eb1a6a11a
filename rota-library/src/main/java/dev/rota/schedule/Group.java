package dev.rota.schedule;

import static java.lang.Math.max;
import static java.lang.Math.min;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A group of tasks and groups under {@link FairShares}. */
final class Group extends Member {

  /** So many groups of which nothing was said, without tasks, may stay in a group. */
  static final int MOST_IDLE = 1024;

  /** Who comes back from a wait is at most so many quanta behind the others, so has that credit. */
  private static final int CREDIT_QUANTA = 2;

  /** New ones may go before the others so many at a time. */
  private static final int MOST_FAVOURED = 4;

  final VirtualTime virtual = new VirtualTime();
  private final String name;
  private final boolean declared;
  private final Heap<Member> ready = new Heap<>(LEAST_AHEAD);
  private final Map<String, Group> groups = new HashMap<>();
  private long made;
  private long tasks; // that live in it or its groups
  private double ofNewcomers; // the time of a member that has got what new ones have got first

  private Group(String name, @Nullable Group group, long order, double weight, boolean declared) {
    super(group, order, weight);
    this.name = name;
    this.declared = declared;
  }

  static Group root() {
    return new Group("", null, 0, Schedulable.DEFAULT_WEIGHT, true);
  }

  /** The group of that name in it, which stays. */
  Group declare(String child) {
    return groups.computeIfAbsent(child, _ -> make(child, true));
  }

  /** The group of that name in it, for as long as it has tasks. */
  Group find(String child) {
    Group known = groups.get(child);
    if (known != null) {
      return known;
    }
    if (groups.size() >= MOST_IDLE && made % MOST_IDLE == 0) {
      groups.values().removeIf(group -> !group.declared && group.tasks == 0);
    }
    Group unknown = make(child, false);
    groups.put(child, unknown);
    return unknown;
  }

  private Group make(String child, boolean isDeclared) {
    return new Group(child, this, made++, Schedulable.DEFAULT_WEIGHT, isDeclared);
  }

  /** A task begins to live in it, or ends. */
  void count(int change) {
    for (Group group = this; group != null; group = group.group) {
      group.tasks += change;
    }
  }

  int size() {
    return groups.size();
  }

  @Nullable Member first() {
    return ready.first();
  }

  void passed(Member member, long nanos) {
    virtual.pass((double) nanos);
    if (member.isInHeap()) {
      ready.moved(member);
    }
  }

  /** Lets a member be ready, and with it its groups. */
  static void enter(Member member, long quantumNanos, long now) {
    Member entering = member;
    for (Group group = member.group;
        group != null && !entering.isInHeap();
        group = entering.group) {
      group.letIn(entering, quantumNanos, now);
      entering = group;
    }
  }

  private void letIn(Member member, long quantumNanos, long now) {
    double ahead = max(0, earliest(member, quantumNanos, now) - member.time);
    if (ahead > 0 || !member.active) {
      member.setTime(member.time + ahead);
    }
    if (member.active) {
      member.favoured &= ahead == 0; // it has given up what it was ahead by
      virtual.pass(ahead * member.weight);
    } else {
      member.active = true;
      virtual.join(member.weight, member.time);
    }
    ready.add(member);
  }

  /**
   * The least time with which it may come. A new one has had its due, or goes before the others by
   * a quantum; one that waited is a little less ahead than all others. One that has run all the
   * time and is still far behind who is next cannot use its share, as there are too few tasks in it
   * for the processors: it saves up nothing.
   */
  private double earliest(Member member, long quantumNanos, long now) {
    Member next = ready.first();
    if (member.active) {
      return next == null ? member.time : next.began - quantumNanos / member.weight;
    }
    double mean = virtual.at(now);
    if (!member.known) {
      return mean - favour(member, quantumNanos, mean);
    }
    double least = next == null ? mean : min(mean, next.time);
    return least - CREDIT_QUANTA * quantumNanos / member.weight;
  }

  /**
   * By how much a new one goes before the others, so that one which needs little is served at once:
   * a quantum, as long as all new ones together get no more so than one member would get that is
   * always there. What it does not use of it is left for the next.
   */
  private double favour(Member member, long quantumNanos, double mean) {
    double quantum = quantumNanos / member.weight;
    ofNewcomers = virtual.isIdle() ? mean : max(ofNewcomers, mean - MOST_FAVOURED * quantum);
    if (ofNewcomers + quantum > mean) {
      return 0;
    }
    ofNewcomers += quantum;
    member.favoured = true;
    return quantum;
  }

  private void takeBack(Member member, long quantumNanos) {
    if (member.favoured) {
      member.favoured = false;
      ofNewcomers -= max(0, quantumNanos - member.passed()) / member.weight;
    }
  }

  /** Takes a ready task out, and its groups that have no other. */
  static void takeOut(Member member) {
    Member leaving = member;
    for (Group group = member.group; group != null; group = leaving.group) {
      group.ready.remove(leaving);
      if (!group.ready.isEmpty()) {
        return;
      }
      leaving = group;
    }
  }

  /** Says that a task neither is ready nor runs, and so perhaps its groups. */
  static void rest(Member member, long quantumNanos) {
    Member resting = member;
    for (Group group = member.group; group != null; group = resting.group) {
      resting.active = false;
      group.takeBack(resting, quantumNanos);
      group.virtual.leave(resting.weight, resting.time);
      if (!group.virtual.isIdle()) {
        return;
      }
      resting = group;
    }
  }

  @Override
  public String toString() {
    return group == null || group.group == null ? name : group + "/" + name;
  }
}
