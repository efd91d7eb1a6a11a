package dev.rota.worker;

import dev.rota.wire.Slots;
import org.jspecify.annotations.Nullable;

/** Which task runs on which thread, so that an interrupt meets the task it is meant for. */
final class RunningTask {

  private final Slots slots;
  private @Nullable Thread thread; // this and the next two are guarded by this object
  private int slot;
  private long sequence;

  RunningTask(Slots slots) {
    this.slots = slots;
  }

  synchronized void begin(int slot, long sequence) {
    Thread.interrupted(); // by threads that an earlier task left behind
    this.slot = slot;
    this.sequence = sequence;
    this.thread = Thread.currentThread();
    interruptIfCancelled(); // the bell may have come before there was anybody to interrupt
  }

  /** After this no interrupt comes, and one that came is forgotten. */
  synchronized void end() {
    thread = null;
    Thread.interrupted();
  }

  /** Interrupts the task if the master has asked for it, or does not care for it any more. */
  synchronized void interruptIfCancelled() {
    if (thread != null) {
      Slots.State state = slots.state(slot, sequence);
      if (state == Slots.State.INTERRUPTED || state == Slots.State.DOOMED) {
        thread.interrupt();
      }
    }
  }

  /** Tells the master what CPU time the task has used; false if none runs. */
  synchronized boolean tellUsed(CpuTime cpuTime) {
    if (thread == null) {
      return false;
    }
    slots.usedCpu(slot, cpuTime.used());
    return true;
  }

  /** The system's number of the thread if the task has called {@link System#exit}, else 0. */
  synchronized long exitingThread() {
    if (thread != null) {
      for (StackTraceElement frame : thread.getStackTrace()) {
        if (frame.getClassName().equals("java.lang.Runtime")
            && frame.getMethodName().equals("exit")) {
          return slots.thread(slot);
        }
      }
    }
    return 0;
  }
}
