package dev.rota.slice;

import static java.util.Objects.requireNonNull;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Virtual threads whose scheduler is ours. The JDK has them, for its own tests, but not in its
 * public API: all that is taken from its inside is taken here.
 */
final class VirtualThreads {

  /** The handles, or null and the reason why there are none. */
  private static final @Nullable String MISSING;

  private static final @Nullable MethodHandle UNSTARTED;
  private static final @Nullable MethodHandle CARRIER;
  private static final @Nullable MethodHandle THREAD;
  private static final @Nullable MethodHandle SCHEDULER;
  private static final @Nullable MethodHandle SET_SCHEDULER;

  static {
    @Nullable Handles found = null;
    @Nullable String missing = null;
    try {
      found = Handles.find();
    } catch (ReflectiveOperationException | RuntimeException e) {
      Module own = VirtualThreads.class.getModule();
      String to = own.isNamed() ? own.getName() : "ALL-UNNAMED";
      missing =
          ("SlicedPool needs the inside of java.lang: start the JVM with -javaagent:rota.jar, or"
                  + " with --add-opens java.base/java.lang=%s; SlicedPool.cooperative() needs"
                  + " neither (%s)")
              .formatted(to, e.getMessage());
    }
    MISSING = missing;
    UNSTARTED = found == null ? null : found.unstarted;
    CARRIER = found == null ? null : found.carrier;
    THREAD = found == null ? null : found.thread;
    SCHEDULER = found == null ? null : found.scheduler;
    SET_SCHEDULER = found == null ? null : found.setScheduler;
  }

  private VirtualThreads() {}

  private record Handles(
      MethodHandle unstarted,
      MethodHandle carrier,
      MethodHandle thread,
      MethodHandle scheduler,
      MethodHandle setScheduler) {

    static Handles find() throws ReflectiveOperationException {
      MethodHandles.Lookup own = MethodHandles.lookup();
      Class<?> type = Class.forName("java.lang.VirtualThread");
      Class<?> builders = Class.forName("java.lang.ThreadBuilders");
      MethodHandle unstarted =
          MethodHandles.privateLookupIn(builders, own)
              .findStatic(
                  builders,
                  "newVirtualThread",
                  MethodType.methodType(
                      Thread.class, Executor.class, String.class, int.class, Runnable.class));
      MethodHandle carrier =
          MethodHandles.privateLookupIn(Thread.class, own)
              .findStatic(
                  Thread.class, "currentCarrierThread", MethodType.methodType(Thread.class));
      Field scheduler = type.getDeclaredField("scheduler");
      scheduler.setAccessible(true);
      return new Handles(
          unstarted,
          carrier,
          thread(own, type),
          own.unreflectGetter(scheduler)
              .asType(MethodType.methodType(Executor.class, Thread.class)),
          own.unreflectSetter(scheduler)
              .asType(MethodType.methodType(void.class, Thread.class, Executor.class)));
    }

    /** From what a thread gives its scheduler to run, a lambda of its own, to the thread. */
    private static MethodHandle thread(MethodHandles.Lookup own, Class<?> type)
        throws ReflectiveOperationException {
      Field continuation = type.getDeclaredField("runContinuation");
      continuation.setAccessible(true);
      Object lambda = requireNonNull(continuation.get(Thread.ofVirtual().unstarted(() -> {})));
      for (Field captured : lambda.getClass().getDeclaredFields()) {
        if (captured.getType() == type) {
          captured.setAccessible(true);
          return own.unreflectGetter(captured)
              .asType(MethodType.methodType(Thread.class, Runnable.class));
        }
      }
      throw new NoSuchFieldException("the thread of a continuation");
    }
  }

  /** Refuses, in one line that says what to do, where this JVM does not let us in. */
  static void require() {
    if (MISSING != null) {
      throw new UnsupportedOperationException(MISSING);
    }
  }

  /** A virtual thread that gives the scheduler its continuation whenever it can run. */
  static Thread unstarted(Executor scheduler, Runnable body) {
    try {
      return (Thread) requireNonNull(UNSTARTED).invokeExact(scheduler, (String) null, 0, body);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** The platform thread that carries the current one, or is it. */
  static Thread carrier() {
    if (CARRIER == null) {
      return Thread.currentThread();
    }
    try {
      return (Thread) CARRIER.invokeExact();
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** The thread of a continuation that a scheduler was given. */
  static Thread of(Runnable continuation) {
    try {
      return (Thread) requireNonNull(THREAD).invokeExact(continuation);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** The scheduler of a virtual thread; null if it cannot be told. */
  static @Nullable Executor scheduler(Thread thread) {
    if (SCHEDULER == null) {
      return null;
    }
    try {
      return (Executor) SCHEDULER.invokeExact(thread);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Gives a thread another scheduler; from inside the old one's {@code execute} only. */
  static void reschedule(Thread thread, Executor scheduler) {
    try {
      requireNonNull(SET_SCHEDULER).invokeExact(thread, scheduler);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static RuntimeException unexpected(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof RuntimeException thrown ? thrown : new IllegalStateException(e);
  }
}
