package dev.rota.slice.weave;

import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The library's jar as an agent: {@code -javaagent:rota.jar} weaves classes as they are loaded, and
 * opens what the pool of sliced threads needs of the JDK. Options are those of {@link Selection}.
 */
public final class Agent {
  private Agent() {}

  /**
   * Called by the JVM before {@code main}. Bad options end the JVM with one line.
   *
   * @param options what follows the jar's name and {@code =}
   * @param instrumentation the JVM's
   */
  @SuppressWarnings("SystemOut") // there is nobody to throw at but the JVM, which prints pages
  public static void premain(@Nullable String options, Instrumentation instrumentation) {
    try {
      agentmain(options, instrumentation);
    } catch (IllegalArgumentException e) {
      System.err.println("rota: " + e.getMessage());
      System.exit(1);
    }
  }

  /**
   * Called when the agent is attached to a running JVM. Classes that are loaded already stay as
   * they are.
   *
   * @param options what was given with the jar
   * @param instrumentation the JVM's
   * @throws IllegalArgumentException if the options are not understood
   */
  public static void agentmain(@Nullable String options, Instrumentation instrumentation) {
    var selection = Selection.parse(options == null ? "" : options);
    if (Weaving.installed()) {
      throw new IllegalArgumentException("the agent is installed already");
    }
    WarmUp.run();
    openTo(Agent.class.getModule(), instrumentation);
    instrumentation.addTransformer(new Transformer(selection, Weaving.TALLY, instrumentation));
    Weaving.markInstalled();
  }

  /** Virtual threads with a scheduler of one's own are made by what {@code java.lang} hides. */
  private static void openTo(Module module, Instrumentation instrumentation) {
    instrumentation.redefineModule(
        Object.class.getModule(),
        Set.of(),
        Map.of(),
        Map.of("java.lang", Set.of(module)),
        Set.of(),
        Map.of());
  }
}
