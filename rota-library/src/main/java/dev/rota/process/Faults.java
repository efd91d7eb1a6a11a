package dev.rota.process;

import java.util.function.Supplier;

/**
 * Guards what touches memory that is mapped from a file: if the file was cut short, which only a
 * worker can have done, a fault is an {@link InternalError}.
 */
final class Faults {

  private static final Object NOTHING = new Object();

  private Faults() {}

  /** What the question gives, or {@code otherwise} if the memory is not there. */
  static <T> T ask(Supplier<T> question, T otherwise) {
    try {
      T answer = question.get();
      surface();
      return answer;
    } catch (InternalError e) {
      quench();
      return otherwise;
    }
  }

  /**
   * Has the error of a fault thrown here at the latest. Compiled code goes on after a fault, and
   * the JVM throws the error when it next looks after the thread, which may be outside of the block
   * that would have caught it; a native call makes it look. This one costs some 20 ns. If there
   * were several faults it is the one error for all of them.
   */
  static void surface() {
    try {
      lookAfterThisThread();
    } catch (InternalError e) {
      quench();
      throw e;
    }
  }

  /** Forgets the errors of faults so far: there may have been several before the first came out. */
  static void quench() {
    while (true) {
      try {
        lookAfterThisThread();
        return;
      } catch (InternalError e) {
        // the next
      }
    }
  }

  private static void lookAfterThisThread() {
    var _ = Thread.holdsLock(NOTHING);
  }
}
