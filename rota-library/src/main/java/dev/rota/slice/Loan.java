package dev.rota.slice;

import org.jspecify.annotations.Nullable;

/** That a strand lends its turns as long as it waits for a mutex. Under the scheduler's lock. */
final class Loan {

  final Strand lender;
  final Mutex mutex;
  @Nullable Strand parkedAt; // as long as nobody can compute in the turns
  @Nullable Loan before; // among those that are parked there
  @Nullable Loan behind;

  Loan(Strand lender, Mutex mutex) {
    this.lender = lender;
    this.mutex = mutex;
  }
}
