package dev.rota.slice.weave;

import java.util.ArrayList;
import java.util.List;

/** Counts what came of weaving. Thread-safe; its lock is held for no call of other code. */
final class Tally {
  private static final int REASONS_KEPT = 20;

  private final List<String> reasons = new ArrayList<>();
  private long woven;
  private long leftAlone;

  synchronized void countWoven() {
    woven++;
  }

  synchronized void countLeftAlone(String type, String reason) {
    leftAlone++;
    if (reasons.size() < REASONS_KEPT) {
      reasons.add(type + ": " + reason);
    }
  }

  synchronized WeaveStats stats() {
    return new WeaveStats(woven, leftAlone, reasons);
  }
}
