package dev.rota.checks.compare.figure;

import dev.rota.checks.compare.measure.Figure;
import dev.rota.checks.compare.measure.Quantity;
import dev.rota.checks.compare.measure.Stage;
import dev.rota.checks.compare.measure.Target;
import dev.rota.checks.compare.measure.Unit;
import dev.rota.checks.compare.peer.MissingPeerException;
import dev.rota.checks.compare.peer.Script;
import dev.rota.checks.compare.peer.Scripts;
import dev.rota.process.ProcessPool;
import java.nio.file.Path;
import java.util.List;

/** A worker's start, from building its pool until the pool counts it as ready. */
final class StartToReady implements Figure {

  private static final Quantity START = new Quantity("start", Unit.MILLIS);
  private static final String ROTA = "Rota: a pool of one worker";
  private static final String BARE = "JVM, default flags";
  private static final String PYTHON = "Python spawn";
  private static final String NODE = "Node child_process.fork";

  private final List<Path> classPath =
      List.of(Java.home(ProcessPool.class), Java.home(BareJvm.class));

  private interface Opener {
    Script open() throws Exception;
  }

  @Override
  public String name() {
    return "start";
  }

  @Override
  public String about() {
    return "Start of a process until it has said that it is ready.";
  }

  @Override
  public List<Target> targets() {
    return List.of(
        Target.atMost(1.15, ROTA, START, BARE),
        Target.atMost(0.8, ROTA, START, PYTHON),
        Target.atMost(0.6, ROTA, START, NODE));
  }

  @Override
  public int repeats() {
    return 4;
  }

  @Override
  public void set(Stage stage) throws Exception {
    String path = String.join(":", classPath.stream().map(Path::toString).toList());
    for (int i = 0; i < 5; i++) {
      startPool(); // loads the master's side
    }
    stage.line(ROTA, START, this::startPool);
    stage.line(BARE, START, () -> BareJvm.start(path));
    stage.line(
        "JVM, serial collector, no performance data",
        START,
        () -> BareJvm.start(path, "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xshare:auto"));
    script(stage, PYTHON, () -> Scripts.pythonStart("spawn"));
    script(stage, "Python fork", () -> Scripts.pythonStart("fork"));
    script(stage, NODE, Scripts::nodeStart);
  }

  private double startPool() {
    long start = System.nanoTime();
    try (ProcessPool pool =
        ProcessPool.builder().workers(1).spares(0).classPath(classPath).build()) {
      Pools.awaitReady(pool, 1);
      return (System.nanoTime() - start) / 1e6;
    }
  }

  private static void script(Stage stage, String name, Opener opener) throws Exception {
    try {
      Script script = stage.keep(opener.open());
      script.ask("-", "start", 1, 0);
      stage.line(name, START, () -> script.ask("-", "start", 1, 0)[0] / 1e6);
    } catch (MissingPeerException e) {
      stage.missing(name, String.valueOf(e.getMessage()));
    }
  }
}
