package dev.rota.schedule;

import static java.lang.Math.max;
import static java.lang.Math.min;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A member of a group under {@link FairShares}: a task, or a group in a group. Its time is virtual:
 * the CPU time that it used, divided by its weight. The one that is least ahead is next.
 */
abstract class Member extends Heap.Entry {

  static final Comparator<Member> LEAST_AHEAD =
      Comparator.<Member>comparingDouble(member -> member.time)
          .thenComparingLong(member -> member.order);

  final @Nullable Group group; // null for the root
  final int depth;
  final long order;
  double weight;
  double time; // with what those have paid in advance that run
  private double origin; // its time, when `passed` was 0
  private long passed; // CPU time; apart from `time`, so that thirds do not add up to less than one
  double began; // its time when it, or one in it, was handed out last
  boolean active; // it is ready or runs, or one in it
  boolean known; // it, or one in it, was handed out before
  boolean favoured; // it came before the others as a new one, and may have used less

  Member(@Nullable Group group, long order, double weight) {
    this.group = group;
    this.depth = group == null ? 0 : group.depth + 1;
    this.order = order;
    this.weight = weight;
  }

  /** The one of its groups, or itself, that is at that depth. */
  final Member at(int depth) {
    Member member = this;
    while (member.depth > depth && member.group != null) {
      member = member.group;
    }
    return member;
  }

  final void setTime(double newTime) {
    time = newTime;
    origin = newTime;
    passed = 0;
  }

  /** CPU time since its time was set. */
  final long passed() {
    return passed;
  }

  /** Lets CPU time pass for it and all its groups. */
  final void pass(long nanos) {
    Member member = this;
    for (Group group = this.group; group != null; group = member.group) {
      member.passed += nanos;
      member.time = member.origin + member.passed / member.weight;
      group.passed(member, nanos);
      member = group;
    }
  }

  /** A task. It pays for a quantum when it is handed out, and for more when it has used more. */
  static final class Leaf extends Member {
    final Schedulable task;
    final Group home;
    private boolean runs;
    private long advance; // of what it has paid, not used yet
    private long chargedAt;

    Leaf(Schedulable task, Group home) {
      super(home, task.order(), task.weight());
      this.task = task;
      this.home = home;
    }

    boolean runs() {
      return runs;
    }

    void handOut(long quantumNanos, long now) {
      runs = true;
      known = true;
      began = time;
      for (Group group = home; group != null; group = group.group) {
        group.known = true;
        group.began = group.time;
        group.virtual.started(quantumNanos, now);
      }
      advance = quantumNanos;
      chargedAt = now;
      pass(quantumNanos);
    }

    void charge(long nanos, long now) {
      stopped();
      long paid = min(advance, nanos);
      advance -= paid;
      chargedAt = now;
      pass(nanos - paid);
      for (Group group = home; group != null; group = group.group) {
        group.virtual.started(advance, now);
      }
    }

    void comeBack() {
      stopped();
      runs = false;
      pass(-advance);
    }

    private void stopped() {
      for (Group group = home; group != null; group = group.group) {
        group.virtual.stopped(advance, chargedAt);
      }
    }

    /** What the time of that group of it, or its own, would be if it came back now. */
    double timeIfBack(Member of, long now) {
      return of.time + (max(0, now - chargedAt) - advance) / of.weight;
    }
  }
}
