package dev.rota.http.worker;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/** The listening socket that all workers of a service have in common. */
final class InheritedSocket {

  private static final int F_GETFL = 3;
  private static final int F_SETFL = 4;
  private static final int O_NONBLOCK = 0x800;

  private InheritedSocket() {}

  /**
   * Has those that find no connection any more, as another worker was quicker, not wait for the
   * next: an event loop has other things to do. It is a property of the socket, not of the
   * descriptor, so it is so for all workers.
   */
  @SuppressWarnings("restricted")
  static void doNotBlock(int descriptor) {
    Linker linker = Linker.nativeLinker();
    MethodHandle fcntl =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("fcntl"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    try {
      int flags = (int) fcntl.invokeExact(descriptor, F_GETFL, 0);
      int _ = flags < 0 ? flags : (int) fcntl.invokeExact(descriptor, F_SETFL, flags | O_NONBLOCK);
      if (flags < 0) {
        throw new IllegalStateException("descriptor " + descriptor + " is no socket to listen on");
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) { // a native call throws nothing
      throw new IllegalStateException(e);
    }
  }
}
