package dev.rota.http.serve;

import dev.rota.Workers;

/** Says again and again how many workers there are to be. Used by the service's thread. */
@FunctionalInterface
interface Sizing {

  /** There are as many as the user has said. */
  Sizing FIXED = (staff, now) -> {};

  /** Looks, and changes the number if need be. */
  void look(Staff staff, long now);

  /** Whether the number finds itself, so that nobody else may change it. */
  default boolean isAutomatic() {
    return false;
  }

  /** The sizing that a plan asks for. */
  static Sizing of(Plan plan, Journal journal) {
    Workers bounds = plan.numbers().bounds();
    if (bounds.isAdaptive()) {
      return new AutoSizing(bounds, journal);
    }
    return plan.numbers().maxSpare() == 0 ? FIXED : new SpareSizing(plan.numbers());
  }
}
