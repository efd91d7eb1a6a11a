package dev.rota.slice.weave;

/**
 * How often woven loops poll, in bytecode instructions: as rarely as a time slice allows, for each
 * poll costs, and more in a loop that the JIT vectorises than in others.
 */
final class Tuning {
  private static final int IN_CHUNKS = 1 << 18;
  private static final int IN_COUNTDOWNS = 1 << 15;

  private Tuning() {}

  /** The turns of a counted loop of so many instructions from poll to poll. */
  static int chunk(int instructions) {
    return Math.clamp(IN_CHUNKS / instructions, 256, 1 << 14);
  }

  /** The turns of another loop of so many instructions from poll to poll. */
  static int countdown(int instructions) {
    return Math.clamp(IN_COUNTDOWNS / instructions, 64, 2048);
  }
}
