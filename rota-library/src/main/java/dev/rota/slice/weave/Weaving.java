package dev.rota.slice.weave;

/** What the agent has done in this JVM. */
public final class Weaving {
  static final Tally TALLY = new Tally();

  private static volatile boolean installed;

  private Weaving() {}

  static void markInstalled() {
    installed = true;
  }

  /** Whether the agent weaves classes here and has opened {@code java.lang} to Rota. */
  public static boolean installed() {
    return installed;
  }

  /** How many classes were woven so far. */
  public static WeaveStats stats() {
    return TALLY.stats();
  }
}
