package dev.rota.slice;

/**
 * A thread of a Lincheck check. Lincheck finds out what threads share by looking into their fields;
 * those of lambdas are hidden from it on this JDK, and it would switch threads at none of them.
 */
abstract class Actor extends Thread {

  abstract void act();

  @Override
  public final void run() {
    act();
  }

  /** Starts all, and returns when they have ended. */
  static void runAll(Thread... threads) {
    for (Thread thread : threads) {
      thread.start();
    }
    for (Thread thread : threads) {
      await(thread);
    }
  }

  static void await(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
