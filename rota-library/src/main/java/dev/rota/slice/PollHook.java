package dev.rota.slice;

/** What a due poll calls. */
@FunctionalInterface
interface PollHook {
  /**
   * Called on the thread that polled, which may be any thread of the JVM and may hold locks of
   * application code. Must be quick when that thread's carrier is not marked.
   */
  void preempt();
}
