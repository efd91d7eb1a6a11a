package dev.rota.checks.lock;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The peers of the C library: a robust mutex and a semaphore for several processes. */
@SuppressWarnings("restricted") // that is what is measured
final class NativeLocks {

  /** What either of them takes at most. */
  static final long BYTES = 64;

  private static final int SHARED = 1;
  private static final int ROBUST = 1;
  private static final int OWNER_DIED = 130; // EOWNERDEAD

  private static final MethodHandle LOCK = function("pthread_mutex_lock", ADDRESS);
  private static final MethodHandle CONSISTENT = function("pthread_mutex_consistent", ADDRESS);
  private static final MethodHandle UNLOCK = function("pthread_mutex_unlock", ADDRESS);
  private static final MethodHandle WAIT = function("sem_wait", ADDRESS);
  private static final MethodHandle POST = function("sem_post", ADDRESS);

  private NativeLocks() {}

  private static MethodHandle function(String name, java.lang.foreign.MemoryLayout... arguments) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(JAVA_INT, arguments));
  }

  /** For several processes; robust, or the C library's usual one. */
  static void makeMutex(MemorySegment place, boolean robust) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocate(BYTES, 64);
      int _ = call(function("pthread_mutexattr_init", ADDRESS), attributes);
      set(attributes, "pthread_mutexattr_setpshared", SHARED);
      set(attributes, "pthread_mutexattr_setrobust", robust ? ROBUST : 0);
      int _ = (int) function("pthread_mutex_init", ADDRESS, ADDRESS).invokeExact(place, attributes);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static void set(MemorySegment attributes, String what, int value) throws Throwable {
    int _ = (int) function(what, ADDRESS, JAVA_INT).invokeExact(attributes, value);
  }

  static void makeSemaphore(MemorySegment place, int permits) {
    try {
      int _ =
          (int)
              function("sem_init", ADDRESS, JAVA_INT, JAVA_INT).invokeExact(place, SHARED, permits);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether the one before died holding it; it is consistent again then. */
  static boolean lock(MemorySegment mutex) {
    boolean died = call(LOCK, mutex) == OWNER_DIED;
    if (died) {
      int _ = call(CONSISTENT, mutex);
    }
    return died;
  }

  static void unlock(MemorySegment mutex) {
    int _ = call(UNLOCK, mutex);
  }

  static void await(MemorySegment semaphore) {
    int _ = call(WAIT, semaphore);
  }

  static void post(MemorySegment semaphore) {
    int _ = call(POST, semaphore);
  }

  private static int call(MethodHandle function, MemorySegment place) {
    try {
      return (int) function.invokeExact(place);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
