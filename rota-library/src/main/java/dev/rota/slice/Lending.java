package dev.rota.slice;

import dev.rota.TaskOptions;
import dev.rota.schedule.Ready;
import org.jspecify.annotations.Nullable;

/**
 * Who computes in whose turn. A strand is two things: a thread that computes on a carrier, and a
 * claim to turns, in the hands of the policy. While the thread waits for a mutex the claim stays
 * there, and whoever has the mutex computes in its turns. If that one runs already, or waits for
 * something else, the claim is parked until that is over.
 *
 * <p>A claim is good for its own thread at any time: one that can run needs nobody's leave. So a
 * loan can be late or left out, and nothing is lost but turns for who has the mutex. Under the
 * scheduler's lock.
 */
final class Lending {

  /** Claims at the far end of longer chains of waiting threads are parked. */
  private static final int LONGEST_CHAIN = 64;

  private final Scheduler scheduler;
  private final RunQueue queue;
  private final Strand nowhere; // where claims are parked for whom there is nobody here
  private int lent; // turns, at present

  Lending(Scheduler scheduler, RunQueue queue) {
    this.scheduler = scheduler;
    this.queue = queue;
    this.nowhere = new Strand(scheduler, -1, Terms.of(TaskOptions.defaults()), null);
  }

  // Who waits for what.

  /** A running strand is about to wait; false if it would wait for itself in the end. */
  boolean begin(Loan loan) {
    Strand holder = holder(loan);
    if (holder != null && runner(holder) == loan.lender) {
      return false;
    }
    loan.lender.loan = loan;
    return true;
  }

  /** It waits no more, and perhaps has the mutex. */
  void end(Strand lender, long at) {
    lender.loan = null;
    lookAgain(nowhere, at);
  }

  /** Who computes when it is its turn: itself, or at the end of the chain who has the mutex. */
  Strand runner(Strand claim) {
    Strand runner = claim;
    for (int i = 0; i < LONGEST_CHAIN; i++) {
      Loan loan = runner.lends();
      Strand holder = loan == null ? null : holder(loan);
      if (holder == null || holder == runner) {
        return runner;
      }
      runner = holder;
    }
    return runner;
  }

  private @Nullable Strand holder(Loan loan) {
    Thread thread = loan.lock.holderOrNext();
    Strand holder = thread == null ? null : Strand.of(thread);
    return holder != null && holder.serves(scheduler) ? holder : null;
  }

  // Turns.

  /** A turn begins; gives whom the carrier is to mount, null if nobody can compute in the turn. */
  @Nullable Strand mount(Strand claim, long at) {
    Strand runner = runner(claim);
    if (!runner.canRun()) {
      leave(claim, at);
      return null;
    }
    runner.own = Strand.State.RUNNING;
    lent += runner == claim ? 0 : 1;
    return runner;
  }

  /** A lent turn is over, at its end or as it was taken back. */
  void isReturned() {
    lent--;
  }

  /** Takes a claim from the policy of which it is the turn, and nobody can compute in it. */
  void leave(Strand claim, long at) {
    queue.leave(claim, claim.own == Strand.State.ENDED, at);
    place(claim, at);
  }

  /** Gives a claim that waits to the policy, if there is somebody who can compute in its turn. */
  void place(Strand claim, long at) {
    if (claim.state != Strand.State.WAITING) {
      return;
    }
    Strand runner = runner(claim);
    if (runner.canRun()) {
      scheduler.ready(claim, Ready.WOKEN, at);
    } else if (claim.lends() != null) {
      park(claim.loan, runner.lends() == null ? runner : behindTheSame(claim.loan));
    }
  }

  /**
   * Of those that wait for the same lock, of which nobody is known who could be lent to, one is
   * nowhere, and the others with it: so that few have to be asked each time.
   */
  @SuppressWarnings("ReferenceEquality") // a lock is itself
  private Strand behindTheSame(@Nullable Loan loan) {
    for (Loan other = nowhere.parked; other != null; other = other.behind) {
      if (loan != null && other.lock == loan.lock) {
        return other.lender;
      }
    }
    return nowhere;
  }

  /** A strand can run again, or has come down: those look again that wait for that. */
  @SuppressWarnings("ReferenceEquality") // a thread is itself
  void unpark(Strand strand, long at) {
    lookAgain(strand, at);
    for (Loan loan = nowhere.parked; loan != null; loan = loan.behind) {
      if (loan.lock.holderOrNext() == strand.thread) {
        lookAgain(nowhere, at); // it got the lock from outside
        return;
      }
    }
  }

  private void lookAgain(Strand strand, long at) {
    Loan next = strand.parked;
    strand.parked = null; // some will come back
    while (next != null) {
      Loan loan = next;
      next = loan.behind;
      loan.parkedAt = null;
      loan.before = null;
      loan.behind = null;
      place(loan.lender, at);
      if (strand == nowhere && loan.parkedAt != nowhere) {
        lookAgain(loan.lender, at); // it has led others
      }
    }
  }

  private static void park(@Nullable Loan loan, Strand at) {
    if (loan == null || loan.parkedAt != null) {
      return;
    }
    loan.parkedAt = at;
    loan.behind = at.parked;
    if (at.parked != null) {
      at.parked.before = loan;
    }
    at.parked = loan;
  }

  /** A strand has been woken: it needs its claim itself. */
  void wake(Strand strand) {
    Loan loan = strand.loan;
    Strand at = loan == null ? null : loan.parkedAt;
    if (loan == null || at == null) {
      return;
    }
    if (loan.before == null) {
      at.parked = loan.behind;
    } else {
      loan.before.behind = loan.behind;
    }
    if (loan.behind != null) {
      loan.behind.before = loan.before;
    }
    loan.parkedAt = null;
    loan.before = null;
    loan.behind = null;
  }

  /** Whether some turns may have to be taken back, as one more can run. */
  boolean isLending() {
    return lent > 0;
  }

  /** Whether that strand computes in a turn of another that is not lent to it any more. */
  boolean isToReturn(Strand claim, Strand mounted) {
    return claim != mounted && runner(claim) != mounted;
  }
}
