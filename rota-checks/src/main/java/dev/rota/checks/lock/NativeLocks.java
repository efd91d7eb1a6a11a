package dev.rota.checks.lock;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

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

  private static final MethodHandle LOCK = function("pthread_mutex_lock", ADDRESS);
  private static final MethodHandle UNLOCK = function("pthread_mutex_unlock", ADDRESS);
  private static final MethodHandle WAIT = function("sem_wait", ADDRESS);
  private static final MethodHandle POST = function("sem_post", ADDRESS);

  private NativeLocks() {}

  private static MethodHandle function(String name, java.lang.foreign.MemoryLayout... arguments) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(JAVA_INT, arguments));
  }

  static void makeMutex(MemorySegment place, MemorySegment attributes) {
    try {
      int _ = (int) function("pthread_mutexattr_init", ADDRESS).invokeExact(attributes);
      int _ =
          (int)
              function("pthread_mutexattr_setpshared", ADDRESS, JAVA_INT)
                  .invokeExact(attributes, SHARED);
      int _ =
          (int)
              function("pthread_mutexattr_setrobust", ADDRESS, JAVA_INT)
                  .invokeExact(attributes, ROBUST);
      int _ = (int) function("pthread_mutex_init", ADDRESS, ADDRESS).invokeExact(place, attributes);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
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

  static void lockAndUnlock(MemorySegment mutex) {
    lock(mutex);
    unlock(mutex);
  }

  static void lock(MemorySegment mutex) {
    try {
      int _ = (int) LOCK.invokeExact(mutex);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  static void unlock(MemorySegment mutex) {
    try {
      int _ = (int) UNLOCK.invokeExact(mutex);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  static void await(MemorySegment semaphore) {
    try {
      int _ = (int) WAIT.invokeExact(semaphore);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  static void post(MemorySegment semaphore) {
    try {
      int _ = (int) POST.invokeExact(semaphore);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
