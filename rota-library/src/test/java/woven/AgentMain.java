package woven;

import dev.rota.slice.PollProbe;
import dev.rota.slice.weave.Weaving;

/** Says what an agent has done to its JVM. */
public final class AgentMain {
  private AgentMain() {}

  public static void main(String[] arguments) throws ReflectiveOperationException {
    try (var probe = PollProbe.counting()) {
      Samples.sum();
      System.out.println("polled: " + (probe.polls() > 0));
    }
    System.out.println("installed: " + Weaving.installed());
    System.out.println(
        "opened: " + Object.class.getModule().isOpen("java.lang", AgentMain.class.getModule()));
  }
}
