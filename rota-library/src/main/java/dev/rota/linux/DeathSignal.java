package dev.rota.linux;

import java.io.FileInputStream;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/**
 * Dying with one's parent: {@code prctl(PR_SET_PDEATHSIG, SIGKILL)}.
 *
 * <p>The kernel ties the signal to two threads. It is sent when the <em>thread</em> that started
 * this process ends, so that thread must live as long as the parent; and it is a property of the
 * thread that asks for it, so this one must live as long as the child.
 */
@SuppressWarnings("restricted") // native calls are what this package is for
public final class DeathSignal {

  private static final int PR_SET_PDEATHSIG = 1;
  private static final long SIGKILL = 9;

  private DeathSignal() {}

  /** Whether this process's parent is that one still; without a native call. */
  public static boolean isParent(long parent) {
    try (FileInputStream file = new FileInputStream("/proc/self/stat")) {
      String stat = new String(file.readAllBytes(), StandardCharsets.ISO_8859_1);
      int state = stat.lastIndexOf(") ") + 2; // behind the name, which may be anything
      return stat.startsWith(" " + parent + " ", state + 1);
    } catch (IOException e) {
      return true; // no /proc: the end of the input tells, if the parent is gone
    }
  }

  /**
   * Asks for SIGKILL at the parent's death, on behalf of the current thread.
   *
   * @return false if the parent was gone before; the caller should end
   */
  public static boolean arm(long parent) {
    Linker linker = Linker.nativeLinker();
    try {
      MethodHandle prctl =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("prctl"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG),
              Linker.Option.firstVariadicArg(1));
      int failed = (int) prctl.invokeExact(PR_SET_PDEATHSIG, SIGKILL);
      if (failed != 0) {
        throw new IllegalStateException("prctl(PR_SET_PDEATHSIG) failed");
      }
      MethodHandle getppid =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("getppid"),
              FunctionDescriptor.of(ValueLayout.JAVA_INT));
      return (int) getppid.invokeExact() == parent;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
