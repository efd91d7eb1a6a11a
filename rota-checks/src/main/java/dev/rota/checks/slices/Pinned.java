package dev.rota.checks.slices;

/** The same, with one of the hogs where no poll has an effect. */
final class Pinned {

  private Pinned() {}

  static void print(Paper paper) throws Exception {
    paper.title("The same, one of the 8 hogs in code that cannot be preempted (and by woven hogs)");
    LatencyTable table = new LatencyTable();
    for (Hog hog : Hog.values()) {
      hog.warmUp();
      table.line(hog.title, () -> Neighbours.latency(Kind.SLICED, Neighbours.HOGS, hog));
    }
    table.measure(paper.runs());
    table.print(paper, Hog.WOVEN.title);
  }
}
