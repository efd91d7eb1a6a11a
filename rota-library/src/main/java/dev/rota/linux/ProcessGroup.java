package dev.rota.linux;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The group of processes that a terminal's Ctrl-C reaches. */
@SuppressWarnings("restricted") // native calls are what this package is for
public final class ProcessGroup {

  private ProcessGroup() {}

  /** Puts this process in a group of its own: {@code setpgid(0, 0)}. */
  public static void leave() {
    Linker linker = Linker.nativeLinker();
    try {
      MethodHandle setpgid =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("setpgid"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
      int _ = (int) setpgid.invokeExact(0, 0); // fails for the leader of a session: as good
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
