package dev.rota.checks.compare;

/** What is measured. */
enum Work {
  /** A task is submitted when the result of the last one is there. */
  ROUND_TRIP,

  /** {@link #WINDOW_SIZE} tasks are under way. */
  WINDOW,

  /** All tasks are submitted, then all results are taken. */
  ALL_AT_ONCE,

  /** A function is mapped over all inputs. */
  MAP;

  static final int WINDOW_SIZE = 128;
}
