package dev.rota.slice;

/** A carrier that may not come back from a turn in time, as the ticker saw it under the lock. */
record Suspect(Carrier carrier, long turn, long begun, long overdueFrom, boolean replaced) {

  static Suspect of(Carrier carrier) {
    return new Suspect(
        carrier, carrier.turn(), carrier.begun(), carrier.overdueFrom(), carrier.replaced);
  }

  /** Under the lock. */
  boolean isStillInItsTurn() {
    return carrier.turn() == turn && carrier.strand() != null;
  }
}
