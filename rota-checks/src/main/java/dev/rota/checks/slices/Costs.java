package dev.rota.checks.slices;

import java.util.List;

/** What a process and the three kinds of threads cost, side by side. */
final class Costs {

  /** Of one thing; ns and bytes. */
  private record Cost(String name, double creation, double handOff, double memory) {}

  private Costs() {}

  static void print(Paper paper) throws Exception {
    for (Kind kind : Kind.values()) {
      var _ = ThreadCosts.creation(kind, 50); // warm
      var _ = ThreadCosts.parked(kind, kind == Kind.PLATFORM ? 100 : 100_000);
    }
    paper.title(
        """
        Costs (and by those of a sliced thread). To create, run and end it, and to hand over to
          another by turns, in CPU time. Memory while it waits: heap of virtual and sliced threads,
          proportional set size of a process, and what a platform thread adds to it. Process: a bare JVM, -Xmx8m, bytes
          through pipes; threads: a semaphore each.\
        """);
    Cost sliced = cost(paper, Kind.SLICED);
    List<Cost> all =
        List.of(sliced, cost(paper, Kind.VIRTUAL), cost(paper, Kind.PLATFORM), process(paper));
    for (Cost cost : all.reversed()) {
      paper.row(
          cost.name(),
          "creation %11.0f ns (%.2f)  hand-off %7.0f ns (%.2f)  memory %9.0f B (%.2f)",
          cost.creation(),
          cost.creation() / sliced.creation(),
          cost.handOff(),
          cost.handOff() / sliced.handOff(),
          cost.memory(),
          cost.memory() / sliced.memory());
    }
    var _ = ThreadCosts.yielding(1_000, 1_000_000); // warm
    paper.row(
        "switch of sliced threads that yield",
        "%.0f ns of 2, %.0f ns of 1000",
        paper.median(() -> ThreadCosts.yielding(2, 2_000_000)),
        paper.median(() -> ThreadCosts.yielding(1_000, 2_000_000)));
  }

  private static Cost cost(Paper paper, Kind kind) throws Exception {
    boolean few = kind == Kind.PLATFORM;
    return new Cost(
        kind.title,
        paper.median(() -> ThreadCosts.creation(kind, few ? 10 : 500)),
        paper.median(() -> ThreadCosts.handOff(kind, few ? 20_000 : 200_000)),
        paper.median(
            () -> few ? ChildJvm.memoryOfThread(1_000) : ThreadCosts.parked(kind, 100_000)));
  }

  private static Cost process(Paper paper) throws Exception {
    return new Cost(
        "process",
        paper.median(ChildJvm::creation),
        paper.median(() -> ChildJvm.handOff(10_000)),
        paper.median(() -> ChildJvm.memory(0)));
  }
}
