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

  /** Interrupts the task if the master has asked for it. */
  synchronized void interruptIfCancelled() {
    if (thread != null && slots.state(slot, sequence) == Slots.State.INTERRUPTED) {
      thread.interrupt();
    }
  }
}
