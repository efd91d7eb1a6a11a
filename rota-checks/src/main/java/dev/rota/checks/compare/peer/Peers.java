package dev.rota.checks.compare.peer;

import dev.rota.checks.compare.measure.Quantity;
import dev.rota.checks.compare.measure.Stage;
import dev.rota.checks.compare.measure.Unit;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** All peers, Rota first. */
@SuppressWarnings("ImmutableEnumChecker") // nobody changes them
public enum Peers {
  ROTA("Rota ProcessPool", Rota::processes, EnumSet.allOf(Work.class)),
  ROTA_THREADS("Rota ThreadPool", Rota::threads, EnumSet.of(Work.ROUND_TRIP, Work.WINDOW)),
  JDK("JDK ThreadPoolExecutor", JdkThreads::new, EnumSet.of(Work.ROUND_TRIP, Work.WINDOW)),
  EXECUTOR_FORK(
      "Python ProcessPoolExecutor (fork)",
      workers -> Scripted.processPoolExecutor("fork", workers),
      EnumSet.allOf(Work.class)),
  EXECUTOR_SPAWN(
      "Python ProcessPoolExecutor (spawn)",
      workers -> Scripted.processPoolExecutor("spawn", workers),
      EnumSet.allOf(Work.class)),
  MULTIPROCESSING(
      "Python multiprocessing.Pool", Scripted::multiprocessingPool, EnumSet.allOf(Work.class)),
  PISCINA(
      "Node piscina (threads)",
      Scripted::piscina,
      EnumSet.of(Work.ROUND_TRIP, Work.LARGE, Work.WINDOW)),
  NODE_FORK(
      "Node child_process.fork",
      Scripted::nodeFork,
      EnumSet.of(Work.ROUND_TRIP, Work.LARGE, Work.WINDOW)),
  PP4J("PP4J", Pp4j::new, EnumSet.of(Work.ROUND_TRIP, Work.LARGE, Work.WINDOW));

  private interface Opener {
    Peer open(int workers) throws Exception;
  }

  private final String title;
  private final Opener opener;
  private final Set<Work> works;

  Peers(String title, Opener opener, Set<Work> works) {
    this.title = title;
    this.opener = opener;
    this.works = works;
  }

  /** What it is called in tables, where the way it is given work follows. */
  public String title() {
    return title;
  }

  /** Starts and warms up every peer that can do the work, and measures it in each round. */
  public static void set(Stage stage, Work work, int workers, Quantity quantity) throws Exception {
    for (Peers kind : values()) {
      if (kind.works.contains(work)) {
        kind.setUp(stage, work, workers, quantity);
      }
    }
  }

  private void setUp(Stage stage, Work work, int workers, Quantity quantity) throws Exception {
    List<Way> ways;
    try {
      ways = stage.keep(opener.open(workers)).ways();
    } catch (MissingPeerException e) {
      stage.missing(title, String.valueOf(e.getMessage()));
      return;
    }
    for (Way way : ways) {
      if (way.can(work)) {
        Gauge gauge = new Gauge(way, work);
        gauge.warmUp();
        boolean rate = quantity.unit() == Unit.PER_SECOND;
        stage.line(title + ": " + way.name(), quantity, rate ? gauge::perSecond : gauge::micros);
      }
    }
  }
}
