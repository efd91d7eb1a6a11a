package dev.rota.slice;

import dev.rota.lend.Contended;
import org.jspecify.annotations.Nullable;

/** That a strand lends its turns as long as it waits for a lock. Under the scheduler's lock. */
final class Loan {

  final Strand lender;
  final Contended lock;
  @Nullable Strand parkedAt; // as long as nobody can compute in the turns
  @Nullable Loan before; // among those that are parked there
  @Nullable Loan behind;

  Loan(Strand lender, Contended lock) {
    this.lender = lender;
    this.lock = lock;
  }
}
