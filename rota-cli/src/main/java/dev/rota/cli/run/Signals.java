package dev.rota.cli.run;

import java.lang.reflect.Proxy;

/**
 * Signals that do more than end a process. The one class of Java for that, {@code sun.misc.Signal},
 * is documented and supported (JEP 260), but the compiler lets nobody name it without a warning.
 */
public final class Signals {
  private Signals() {}

  /** Does this from now on, in a thread of its own, when such a signal comes. */
  public static void handle(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object ours =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                action.run();
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no signal " + name, e);
    }
  }
}
