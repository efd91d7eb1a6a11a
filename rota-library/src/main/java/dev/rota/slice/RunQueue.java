package dev.rota.slice;

import dev.rota.schedule.Policy;
import dev.rota.schedule.Ready;
import dev.rota.schedule.RoundRobin;
import dev.rota.schedule.Schedulable;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The strands that can run, in the hands of the policy. A policy that throws, or hands out what is
 * not ready, or nothing although something is, is dismissed: from then on it is first come first
 * served, with an end to each turn. Under the lock.
 */
final class RunQueue {

  private final StrandList live;
  private final Policy substitute = new RoundRobin(Duration.ofMillis(10)); // loads no class later
  private Policy policy;
  private long ready;
  private @Nullable Throwable failure;

  /** With the strands that live, among which all that are ready are found when the policy fails. */
  RunQueue(Policy policy, StrandList live) {
    this.policy = policy;
    this.live = live;
  }

  boolean isEmpty() {
    return ready == 0;
  }

  long size() {
    return ready;
  }

  /** Why the policy was dismissed, null if it was not. */
  @Nullable Throwable failure() {
    return failure;
  }

  void add(Strand strand, Ready why, long now) {
    strand.state = Strand.State.READY;
    ready++;
    try {
      policy.add(strand, why, now);
    } catch (Throwable e) {
      dismiss(e, now);
    }
  }

  @Nullable Strand next(long now) {
    if (ready == 0) {
      return null;
    }
    @Nullable Strand next = fromPolicy(now);
    if (next == null) {
      next = fromPolicy(now); // another policy now
    }
    if (next != null) {
      ready--;
      next.state = Strand.State.RUNNING;
    }
    return next;
  }

  private @Nullable Strand fromPolicy(long now) {
    try {
      if (policy.next(now) instanceof Strand strand && strand.state == Strand.State.READY) {
        return strand;
      }
      dismiss(new IllegalStateException("next() gave no task that is ready"), now);
    } catch (Throwable e) {
      dismiss(e, now);
    }
    return null;
  }

  /** Takes back a ready strand that will never run; false if the policy cannot. */
  boolean remove(Strand strand, long now) {
    boolean removed = false;
    try {
      removed = policy.remove(strand, now);
    } catch (Throwable e) {
      dismiss(e, now);
    }
    if (removed) {
      ready--;
    }
    return removed;
  }

  long slice(Strand strand, long now) {
    try {
      long slice = policy.slice(strand, now);
      if (slice > 0) {
        return slice;
      }
      dismiss(new IllegalStateException("slice() gave " + slice), now);
    } catch (Throwable e) {
      dismiss(e, now);
    }
    return substitute.slice(strand, now);
  }

  @Nullable Schedulable victim(Strand added, List<Strand> running, long now) {
    try {
      return policy.victim(added, running, now);
    } catch (Throwable e) {
      dismiss(e, now);
      return null;
    }
  }

  /**
   * Charges a mounted strand, and with the policy the one whose turn it is, which if it is nobody's
   * is the strand itself, in its own next turn; what was overcharged before is taken off.
   */
  void charge(Strand strand, @Nullable Strand claim, long nanos, long now) {
    long back = Math.min(nanos, strand.overcharged);
    strand.overcharged -= back;
    strand.charge(nanos - back);
    if (claim == null) {
      strand.credit -= nanos;
    } else {
      charge(claim, nanos, now);
    }
  }

  private void charge(Strand claim, long nanos, long now) {
    long rest = nanos - claim.credit;
    claim.credit = Math.max(0, -rest);
    if (rest <= 0) {
      return;
    }
    try {
      policy.charge(claim, rest, now);
    } catch (Throwable e) {
      dismiss(e, now);
    }
  }

  void leave(Strand strand, boolean ended, long now) {
    strand.state = ended ? Strand.State.ENDED : Strand.State.WAITING;
    try {
      policy.leave(strand, ended, now);
    } catch (Throwable e) {
      dismiss(e, now);
    }
  }

  private void dismiss(Throwable why, long now) {
    if (failure != null) {
      throw new AssertionError("the substitute failed", why);
    }
    failure = why;
    policy = substitute;
    ready = 0; // again, without any that have ended and could not be taken back
    for (Strand strand = live.first(); strand != null; strand = strand.behind) {
      if (strand.state == Strand.State.READY) {
        ready++;
        policy.add(strand, Ready.ARRIVED, now);
      }
    }
  }
}
