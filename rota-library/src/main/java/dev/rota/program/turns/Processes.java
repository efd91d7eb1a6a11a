package dev.rota.program.turns;

/** What programs run on, as far as a {@link Rotation} needs to know. */
public interface Processes {

  /** What a program is about. */
  enum State {
    /** Some thread of it computes, or would if there were a processor. */
    RUNNABLE,
    /** All of its threads wait for something, or those that are not stopped do. */
    ASLEEP,
    /** All of its threads are stopped, or there are none any more. */
    STOPPED
  }

  /**
   * Asks a program to stop; it may take a moment.
   *
   * @param program its number
   */
  void stop(int program);

  /**
   * Lets a stopped program go on. Requests for a program take effect in their order.
   *
   * @param program its number
   */
  void resume(int program);

  /**
   * Looks at a program.
   *
   * @param program its number
   * @return what it is about just now
   */
  State state(int program);

  /**
   * Asks for the CPU time of a program and of what it has started, ended or not.
   *
   * @param program its number
   * @return in nanoseconds since its start; exact when it is stopped or asleep, else some
   *     milliseconds old at most. Never goes back
   */
  long cpuNanos(int program);
}
