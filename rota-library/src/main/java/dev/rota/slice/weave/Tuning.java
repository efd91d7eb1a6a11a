package dev.rota.slice.weave;

/** How often woven loops poll: as rarely as a time slice allows, for each poll costs. */
final class Tuning {
  static final boolean CHUNKS = !Boolean.getBoolean("w.nochunks");
  static final boolean ENTRY = Boolean.getBoolean("w.entry");
  private static final int CB = Integer.getInteger("w.cb", 1 << 18);
  private static final int FB = Integer.getInteger("w.fb", 1 << 15);

  private Tuning() {}

  /** The turns of a counted loop of so many instructions from poll to poll. */
  static int chunk(int instructions) {
    return Math.clamp(CB / instructions, 256, 1 << 14);
  }

  /** The turns of another loop of so many instructions from poll to poll. */
  static int countdown(int instructions) {
    return Math.clamp(FB / instructions, 64, 2048);
  }
}
