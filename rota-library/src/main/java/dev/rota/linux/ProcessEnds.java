package dev.rota.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Waits for the end of any of several processes, children or strangers, without looking again and
 * again: {@code pidfd_open(2)} and {@code poll(2)}. For one thread; others only {@link #wakeUp}.
 */
public final class ProcessEnds<K> implements AutoCloseable {

  private static final long PIDFD_OPEN = 434;
  private static final int CLOSE_ON_EXEC = 02000000;
  private static final int NON_BLOCKING = 04000;
  private static final short READABLE = 1;
  private static final int ENTRY = 8; // struct pollfd: descriptor, events, what happened
  private static final int EVENTS = 4;
  private static final int HAPPENED = 6;

  private static final MethodHandle OPEN =
      Native.function(
          "syscall",
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT),
          Linker.Option.firstVariadicArg(1));
  private static final MethodHandle POLL =
      Native.function("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle EVENT =
      Native.function("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle READ =
      Native.function("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle WRITE =
      Native.function("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));

  private final int event;
  private final Map<K, Integer> watched = new LinkedHashMap<>();

  /** Watches nobody yet. */
  public ProcessEnds() throws IOException {
    try {
      event = (int) EVENT.invokeExact(0, CLOSE_ON_EXEC | NON_BLOCKING);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
    if (event < 0) {
      throw new IOException("no descriptors left to wait for the ends of processes");
    }
  }

  /** Whether the process that goes by this key is watched. */
  public boolean isWatched(K key) {
    return watched.containsKey(key);
  }

  /** Watches a process; false if it is gone already, or cannot be watched. */
  public boolean watch(K key, ProcessIdentity process) {
    int descriptor;
    try {
      descriptor = (int) (long) OPEN.invokeExact(PIDFD_OPEN, (int) process.pid(), 0);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
    if (descriptor < 0) {
      return false;
    }
    if (process.isGone()) { // the number is another's by now
      SealedMemory.close(descriptor);
      return false;
    }
    watched.put(key, descriptor);
    return true;
  }

  /** Watches it no longer. */
  public void forget(K key) {
    Integer descriptor = watched.remove(key);
    if (descriptor != null) {
      SealedMemory.close(descriptor);
    }
  }

  /** The keys that are watched. */
  public List<K> keys() {
    return List.copyOf(watched.keySet());
  }

  /** Sleeps until a process ends or {@link #wakeUp} is called; gives those that have ended. */
  public List<K> await() {
    List<K> keys = keys();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment entries = arena.allocate((long) (keys.size() + 1) * ENTRY, ENTRY);
      put(entries, 0, event);
      for (int i = 0; i < keys.size(); i++) {
        put(entries, i + 1, watched.getOrDefault(keys.get(i), -1));
      }
      int _ = (int) POLL.invokeExact(entries, keys.size() + 1L, -1);
      long _ = (long) READ.invokeExact(event, arena.allocate(JAVA_LONG), 8L);
      List<K> ended = new ArrayList<>();
      for (int i = 0; i < keys.size(); i++) {
        if (entries.get(JAVA_SHORT, (long) (i + 1) * ENTRY + HAPPENED) != 0) {
          ended.add(keys.get(i));
        }
      }
      return ended;
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  private static void put(MemorySegment entries, int index, int descriptor) {
    entries.set(JAVA_INT, (long) index * ENTRY, descriptor);
    entries.set(JAVA_SHORT, (long) index * ENTRY + EVENTS, READABLE);
  }

  /** Has {@link #await} return; from any thread. */
  public void wakeUp() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment one = arena.allocateFrom(JAVA_LONG, 1);
      long _ = (long) WRITE.invokeExact(event, one, 8L);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  @Override
  public void close() {
    keys().forEach(this::forget);
    SealedMemory.close(event);
  }
}
