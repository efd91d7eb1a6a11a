package dev.rota.http.serve;

/** Says again and again how many workers there are to be. Used by the service's thread. */
@FunctionalInterface
interface Sizing {

  /** There are as many as the user has said. */
  Sizing FIXED = (staff, now) -> {};

  /** Looks, and changes the number if need be. */
  void look(Staff staff, long now);

  /** The sizing that a plan asks for. */
  static Sizing of(Plan plan) {
    return plan.numbers().maxSpare() == 0 ? FIXED : new SpareSizing(plan.numbers());
  }
}
