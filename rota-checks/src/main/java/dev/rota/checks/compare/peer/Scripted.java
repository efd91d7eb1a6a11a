package dev.rota.checks.compare.peer;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** A pool in a {@link Script}. */
final class Scripted implements Peer {

  /** A way that the script knows by the first word of its name. */
  private record Line(Script script, String name, Set<Work> works) implements Way {
    @Override
    public boolean can(Work work) {
      return works.contains(work);
    }

    @Override
    public long[] measure(Work work, int count) throws IOException {
      String kind = work.isOneByOne() ? "ONE_BY_ONE" : work == Work.WINDOW ? "WINDOW" : "MAP";
      return script.ask(
          name.split("[ ,]", 2)[0], kind.toLowerCase(Locale.ROOT), count, work.bytes());
    }
  }

  private final Script script;
  private final List<Way> ways;

  private Scripted(Script script, Line... ways) {
    this.script = script;
    this.ways = List.of(ways);
  }

  private static Line line(Script script, String name, Work... works) {
    return new Line(script, name, Set.copyOf(Stream.of(works).toList()));
  }

  static Scripted processPoolExecutor(String startMethod, int workers) throws Exception {
    Script script = Scripts.python("executor", startMethod, workers);
    return new Scripted(
        script,
        line(script, "submit", Work.ROUND_TRIP, Work.LARGE, Work.WINDOW),
        line(script, "map, chunksize 100", Work.MAP_BYTES, Work.MAP_INTEGERS));
  }

  static Scripted multiprocessingPool(int workers) throws Exception {
    Script script = Scripts.python("pool", "fork", workers);
    return new Scripted(
        script,
        line(script, "apply", Work.ROUND_TRIP, Work.LARGE),
        line(script, "apply_async", Work.WINDOW),
        line(script, "imap", Work.WINDOW),
        line(script, "imap, chunksize 100", Work.MAP_BYTES, Work.MAP_INTEGERS));
  }

  static Scripted piscina(int workers) throws Exception {
    Script script = Scripts.node("piscina", workers);
    return new Scripted(script, line(script, "run", Work.ROUND_TRIP, Work.LARGE, Work.WINDOW));
  }

  static Scripted nodeFork(int workers) throws Exception {
    Script script = Scripts.node("fork", workers);
    return new Scripted(script, line(script, "send", Work.ROUND_TRIP, Work.LARGE, Work.WINDOW));
  }

  @Override
  public List<Way> ways() {
    return ways;
  }

  @Override
  public void close() throws IOException {
    script.close();
  }
}
