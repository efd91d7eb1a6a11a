package dev.rota.cli.sim;

import dev.rota.simulate.Arrival;
import dev.rota.simulate.Listener;
import dev.rota.simulate.TaskResult;
import java.util.ArrayList;
import java.util.List;

/**
 * The lanes of a picture: one for each core, if there are few, and for each of the first tasks.
 * What is too close to be told apart becomes one pale bar, so that a lane has no more bars than the
 * picture is wide.
 */
final class Lanes implements Listener {
  static final int MOST_TASKS = 40;
  private static final int MOST_CORES = 16;
  private static final double TOO_CLOSE = 0.8; // in the picture's units
  private static final double PALEST = 0.15;
  private static final String[] COLOURS = {
    "#4e79a7", "#f28e2b", "#59a14f", "#e15759", "#76b7b2", "#b07aa1", "#edc948", "#9c755f",
    "#ff9da7"
  };

  /** What a bar tells. */
  enum Kind {
    COMPUTES("computes", COLOURS[0], false),
    SWITCHES("switching", "#444444", false),
    READY("ready", "#bbbbbb", true),
    WAITS("waits for I/O", "#8cd17d", true),
    BLOCKED("waits for a lock", "#d62728", true);

    private final String word;
    private final String colour;
    private final boolean isThin;

    Kind(String word, String colour, boolean isThin) {
      this.word = word;
      this.colour = colour;
      this.isThin = isThin;
    }

    String word() {
      return word;
    }

    String colour() {
      return colour;
    }

    boolean isThin() {
      return isThin;
    }
  }

  /** From when to when; {@code filled} is how much of that is true. */
  record Bar(Kind kind, String task, long order, long from, long to, long filled) {

    double opacity() {
      return Math.max(PALEST, (double) filled / Math.max(1, to - from));
    }

    String told(Unit unit) {
      return "%s %s, %s to %s %s"
          .formatted(task, kind.word(), unit.format(from), unit.format(to), unit.word);
    }

    String colour() {
      return kind == Kind.COMPUTES ? COLOURS[(int) (order % COLOURS.length)] : kind.colour();
    }

    /** Both as one, named for the one that is more. */
    Bar with(Bar next) {
      var more = next.filled > filled ? next : this;
      return new Bar(more.kind, more.task, more.order, from, next.to, filled + next.filled);
    }
  }

  /** A line of bars. */
  static final class Lane {
    private final List<Bar> bars = new ArrayList<>();
    private String name;

    Lane(String name) {
      this.name = name;
    }

    String name() {
      return name;
    }

    List<Bar> bars() {
      return bars;
    }

    /** Adds one behind all others. */
    void add(Bar bar, long tooClose) {
      var last = bars.isEmpty() ? null : bars.getLast();
      if (last != null && isOne(last, bar, tooClose)) {
        bars.set(bars.size() - 1, last.with(bar));
      } else {
        bars.add(bar);
      }
    }

    private static boolean isOne(Bar last, Bar next, long tooClose) {
      boolean isAlike = last.kind == next.kind && last.order == next.order;
      return next.to - last.from < tooClose || (isAlike && next.from - last.to < tooClose);
    }
  }

  private final List<Lane> cores = new ArrayList<>();
  private final List<Lane> tasks = new ArrayList<>();
  private final long tooClose;

  Lanes(OneRun run) {
    tooClose = (long) (run.figures().makespan() / (double) SvgPicture.DRAWN * TOO_CLOSE);
    int count = run.figures().cores();
    for (int core = 0; core < count && count <= MOST_CORES; core++) {
      cores.add(new Lane("core " + core));
    }
    for (long task = 0; task < Math.min(MOST_TASKS, run.figures().all().tasks()); task++) {
      tasks.add(new Lane(""));
    }
  }

  @Override
  public void slice(Arrival task, long order, int core, long granted, long start, long end) {
    var switching = new Bar(Kind.SWITCHES, task.name(), order, granted, start, start - granted);
    var computing = new Bar(Kind.COMPUTES, task.name(), order, start, end, end - start);
    if (core < cores.size()) {
      addTo(cores.get(core), switching);
      addTo(cores.get(core), computing);
    }
    if (order < tasks.size()) {
      addTo(tasks.get((int) order), switching);
      addTo(tasks.get((int) order), computing);
    }
  }

  @Override
  public void waits(Arrival task, long order, long from, long until) {
    if (order < tasks.size()) {
      addTo(
          tasks.get((int) order),
          new Bar(Kind.WAITS, task.name(), order, from, until, until - from));
    }
  }

  @Override
  public void blocked(Arrival task, long order, String lock, long from, long until) {
    if (order < tasks.size()) {
      addTo(
          tasks.get((int) order),
          new Bar(Kind.BLOCKED, task.name(), order, from, until, until - from));
    }
  }

  /** Where it was there and nothing else is drawn, it was ready. */
  @Override
  public void ended(TaskResult result) {
    if (result.order() < tasks.size()) {
      var lane = tasks.get((int) result.order());
      var name = result.task().name();
      long from = result.task().nanos();
      lane.name = name;
      lane.bars.addFirst(
          new Bar(Kind.READY, name, result.order(), from, result.finish(), result.turnaround()));
    }
  }

  private void addTo(Lane lane, Bar bar) {
    if (bar.to > bar.from) {
      lane.add(bar, tooClose);
    }
  }

  List<Lane> all() {
    var all = new ArrayList<>(cores);
    all.addAll(tasks);
    return all;
  }
}
