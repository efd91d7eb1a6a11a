package dev.rota.simulate;

/**
 * What tasks run on.
 *
 * @param cores how many tasks compute at a time, 1 to {@value #MAX_CORES}
 * @param costs what the machine takes for itself
 */
public record Machine(int cores, Costs costs) {

  /** The most cores. */
  public static final int MAX_CORES = 1024;

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if there are too few cores or too many
   */
  public Machine {
    if (cores < 1 || cores > MAX_CORES) {
      throw new IllegalArgumentException("cores must be 1 to " + MAX_CORES + ", not " + cores);
    }
  }

  /**
   * A machine that takes nothing for itself.
   *
   * @param cores 1 to {@value #MAX_CORES}
   * @return the machine
   * @throws IllegalArgumentException if there are too few cores or too many
   */
  public static Machine of(int cores) {
    return new Machine(cores, Costs.NONE);
  }
}
