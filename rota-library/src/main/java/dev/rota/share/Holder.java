package dev.rota.share;

import dev.rota.lend.Contended;
import dev.rota.lend.Lenders;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The thread of this process that has a mutex; and those that lend it their turns, if they take
 * turns.
 *
 * <p>Who lends must learn of each thread that takes the mutex or gives it back, and who takes a
 * free mutex that nobody wants should only read one field more. Whoever takes it first changes the
 * word in shared memory, and then looks here whether anybody lends; who is about to lend first says
 * so here, and then looks at the word. So one of the two sees the other. If it is the second, and
 * the first has not said here yet which thread it is, it is about to.
 */
final class Holder implements Contended {

  private static final VarHandle THREAD;
  private static final VarHandle LENDERS;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      THREAD = lookup.findVarHandle(Holder.class, "thread", Thread.class);
      LENDERS = lookup.findVarHandle(Holder.class, "lenders", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Room room;

  private @Nullable Thread thread; // written by the holder only
  private int holds; // the holder's
  private volatile int lenders; // that wait, or are about to

  Holder(Room room) {
    this.room = room;
  }

  @SuppressWarnings("ReferenceEquality") // a thread is itself
  boolean is(Thread current) {
    return thread == current;
  }

  /** The current thread has just taken the mutex. */
  void takes(Thread current) {
    THREAD.setRelease(this, current);
    holds = 1;
    if (lenders != 0) {
      Lenders.took();
    }
  }

  /** The holder takes it once more. */
  void takesAgain() {
    if (holds == Integer.MAX_VALUE) {
      throw new IllegalMonitorStateException("held " + holds + " times, which is the most");
    }
    holds++;
  }

  /** The holder gives it back; true if it is to be free then. */
  boolean givesBack() {
    if (holds > 1) {
      holds--;
      return false;
    }
    THREAD.setRelease(this, (Thread) null);
    return true;
  }

  /** The mutex is free now; or another has it already. */
  void gaveBack() {
    if (lenders != 0) {
      Lenders.gaveBack();
    }
  }

  /** The current thread is going to lend its turns. */
  @SuppressWarnings("ThreadPriorityCheck") // it gives way as often as it has to
  void expectLoan(BooleanSupplier isHeldHere) {
    int _ = (int) LENDERS.getAndAdd(this, 1);
    while (isHeldHere.getAsBoolean() && THREAD.getAcquire(this) == null) {
      Thread.yield(); // it is between two instructions
    }
  }

  /** It does so no longer. */
  void endLoan() {
    int _ = (int) LENDERS.getAndAdd(this, -1);
  }

  /** Or if another process has it, the one that is to try next. */
  @Override
  public @Nullable Thread holderOrNext() {
    Thread holder = (Thread) THREAD.getAcquire(this);
    return holder != null ? holder : room.firstHere();
  }
}
