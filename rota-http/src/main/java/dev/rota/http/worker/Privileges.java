package dev.rota.http.worker;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.rota.linux.DeathSignal;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Makes this process another user's, for good. The C library does that for all threads at once, as
 * POSIX wants it; the kernel knows but threads.
 */
@SuppressWarnings("restricted")
final class Privileges {

  /** In {@code struct passwd} of 64 bits: two pointers, then the numbers of user and group. */
  private static final long UID = 16;

  private static final long GID = 20;
  private static final long PASSWD_BYTES = 24; // as much as is read

  private final Linker linker = Linker.nativeLinker();

  private Privileges() {}

  /**
   * From now on this process has the rights of that user only. Must be called by a thread that
   * lives as long as the process: a change of user forgets that it is to die with its parent, and
   * who says so again must not end.
   *
   * @param user its name
   * @throws IOException if there is no such user, or this process must not change
   */
  static void dropTo(String user) throws IOException {
    long parent = ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L);
    try (Arena arena = Arena.ofConfined()) {
      new Privileges().become(user, arena.allocateFrom(user));
    }
    if (!DeathSignal.arm(parent)) {
      throw new IOException("the parent is gone");
    }
  }

  /** Groups first: afterwards nothing may be changed any more. */
  private void become(String user, MemorySegment name) throws IOException {
    MemorySegment entry = lookUp(name);
    if (entry.equals(MemorySegment.NULL)) {
      throw new IOException("there is no user " + user);
    }
    MemorySegment fields = entry.reinterpret(PASSWD_BYTES);
    int uid = fields.get(JAVA_INT, UID);
    int gid = fields.get(JAVA_INT, GID);
    boolean changed =
        initializeGroups(name, gid) == 0 && call("setgid", gid) == 0 && call("setuid", uid) == 0;
    if (!changed || (uid != 0 && call("setuid", 0) == 0)) {
      throw new IOException("the rights of " + user + " cannot be taken; that needs root");
    }
  }

  private MemorySegment lookUp(MemorySegment name) {
    try {
      return (MemorySegment)
          function("getpwnam", FunctionDescriptor.of(ADDRESS, ADDRESS)).invokeExact(name);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  private int initializeGroups(MemorySegment name, int gid) {
    try {
      return (int)
          function("initgroups", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT))
              .invokeExact(name, gid);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  private int call(String name, int number) {
    try {
      return (int) function(name, FunctionDescriptor.of(JAVA_INT, JAVA_INT)).invokeExact(number);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  private MethodHandle function(String name, FunctionDescriptor type) {
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type);
  }

  /** A native call throws nothing. */
  private static IllegalStateException failed(Throwable cause) {
    return new IllegalStateException(cause);
  }
}
