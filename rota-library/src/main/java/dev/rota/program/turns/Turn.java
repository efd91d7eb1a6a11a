package dev.rota.program.turns;

/**
 * One turn of a program.
 *
 * @param program its number
 * @param slot in which it ran, from 0 on
 * @param start when it was let run, in nanoseconds of the rotation's clock
 * @param end when the slot was free again
 * @param cpuNanos the CPU time that it was charged with: of this turn, and what it has used since
 *     the one before without a slot
 * @param why how the turn ended
 */
public record Turn(int program, int slot, long start, long end, long cpuNanos, End why) {

  /** Why a turn ends. */
  public enum End {
    /** The time slice was over. */
    EXPIRED,
    /** Another goes before it. */
    PREEMPTED,
    /** It slept, and gave up the rest. */
    WAITS,
    /** It has ended, or was let go. */
    ENDED
  }
}
