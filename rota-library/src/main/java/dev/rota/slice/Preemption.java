package dev.rota.slice;

import dev.rota.schedule.Ready;
import dev.rota.schedule.Schedulable;
import java.util.ArrayList;
import java.util.List;

/** Takes carriers from strands for the sake of others. Under the scheduler's lock. */
final class Preemption {

  /** Running strands are not charged more often than that for somebody else's sake. */
  private static final long CHARGE_NANOS = 20_000;

  private final Scheduler scheduler;
  private final RunQueue queue;
  private final List<Carrier> serving;
  private final Compensation compensation;
  private final Lending lending;
  private final List<Strand> running = new ArrayList<>(); // for the policy's question

  Preemption(
      Scheduler scheduler,
      RunQueue queue,
      List<Carrier> serving,
      Compensation compensation,
      Lending lending) {
    this.scheduler = scheduler;
    this.queue = queue;
    this.serving = serving;
    this.compensation = compensation;
    this.lending = lending;
  }

  /** No carrier is free for a claim that is ready: one may have to be taken from its strand. */
  void of(Strand claim, long at) {
    scheduler.tickAt(compensation.nextLook(at));
    running.clear();
    for (int i = 0; i < serving.size(); i++) {
      Carrier carrier = serving.get(i);
      Strand mounted = carrier.strand();
      if (mounted == null) {
        return; // it is just about to choose
      }
      Strand candidate = carrier.claim();
      if (candidate != null && !carrier.isMarked() && !carrier.isOverdue()) {
        if (at >= carrier.sliceEnd()) {
          scheduler.tickAt(at); // it ran on because nobody else was there
        }
        chargeByWall(carrier, mounted, at, CHARGE_NANOS);
        running.add(candidate);
      }
    }
    // while overdue strands run on, each of these carriers may be waiting for a processor
    int more = 1 + compensation.overdue();
    while (more > 0 && !running.isEmpty()) {
      Schedulable victim = queue.victim(claim, running, at);
      if (victim == null) {
        return;
      }
      more -= preempt(victim, at) ? 1 : 0;
    }
  }

  /** False if it will hardly give way. */
  private boolean preempt(Schedulable victim, long at) {
    boolean hears = false;
    running.remove(victim);
    for (int i = 0; i < serving.size(); i++) {
      Carrier carrier = serving.get(i);
      Strand mounted = carrier.strand();
      if (mounted != null && carrier.claim() == victim) {
        carrier.mark(Carrier.PREEMPTED, at);
        hears = !mounted.deaf;
      }
    }
    return hears;
  }

  /** So that the policy knows about what it compares; settled by CPU time at the turn's end. */
  private void chargeByWall(Carrier carrier, Strand mounted, long at, long least) {
    long since = at - carrier.lookedAt;
    if (since >= least) {
      carrier.lookedAt = at;
      carrier.charged += since;
      queue.charge(mounted, carrier.claim(), since, at);
    }
  }

  /** Lent turns are no more for those that compute in them, if by now another can run for them. */
  void takeBack(long at) {
    if (lending.isLending()) {
      takeBack(serving, at);
      takeBack(compensation.replaced(), at);
    }
  }

  private void takeBack(List<Carrier> carriers, long at) {
    for (int i = 0; i < carriers.size(); i++) {
      Carrier carrier = carriers.get(i);
      Strand claim = carrier.claim();
      Strand mounted = carrier.strand();
      if (claim != null && mounted != null && lending.isToReturn(claim, mounted)) {
        chargeByWall(carrier, mounted, at, 0);
        carrier.isTakenBack(at);
        lending.isReturned();
        goOn(claim, carrier.replaced, at);
      }
    }
  }

  /** The rest of a turn is for another; the carrier is to come for it, if it does come back. */
  private void goOn(Strand claim, boolean elsewhere, long at) {
    if (!lending.runner(claim).canRun()) {
      lending.leave(claim, at);
    } else if (elsewhere) {
      scheduler.ready(claim, Ready.PREEMPTED, at);
    } else {
      queue.add(claim, Ready.PREEMPTED, at);
      var _ = scheduler.rouseOne();
    }
  }
}
