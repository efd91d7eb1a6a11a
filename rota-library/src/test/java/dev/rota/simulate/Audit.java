package dev.rota.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Follows a run and checks that nothing in it comes from nothing or goes to nothing. */
final class Audit implements Listener {

  private record Hold(long order, int core, long granted, long start, long end) {}

  private record Wait(long from, long until) {}

  private static final class Life {
    final Steps steps;
    long computed;
    long waited;
    long blocked;
    int step = -1;
    long burstLeft;
    long freeAt;
    long firstStart = -1;
    boolean over;

    Life(Arrival task) {
      steps = task.steps();
      freeAt = task.nanos();
      goOn();
    }

    /** To the next step that takes time. */
    void goOn() {
      do {
        step++;
      } while (step < steps.count() && steps.isLock(step));
      burstLeft = step < steps.count() && steps.computes(step) ? steps.nanos(step) : 0;
    }
  }

  private final Machine machine;
  private final List<Arrival> tasks;
  private final Sections sections;
  private final Map<Long, Life> lives = new TreeMap<>();
  private final Map<Integer, Long> coreFreeAt = new HashMap<>();
  private final List<Hold> holds = new ArrayList<>();
  private final Map<Long, List<Wait>> waits = new HashMap<>();
  private final Map<Long, TaskResult> results = new TreeMap<>();
  private final StringBuilder transcript = new StringBuilder();
  private long lastEnd;

  Audit(Machine machine, List<Arrival> tasks) {
    this(machine, tasks, Map.of());
  }

  /** With the permits of semaphores. */
  Audit(Machine machine, List<Arrival> tasks, Map<String, Long> permits) {
    this.sections = new Sections(permits);
    this.machine = machine;
    this.tasks = tasks;
  }

  String transcript() {
    return transcript.toString();
  }

  private Life life(Arrival task, long order) {
    return lives.computeIfAbsent(order, _ -> new Life(task));
  }

  @Override
  public void slice(Arrival task, long order, int core, long granted, long start, long end) {
    transcript.append(
        "%s %d %d %d %d %d%n".formatted(task.name(), order, core, granted, start, end));
    assertThat(task).isSameAs(tasks.get((int) order));
    assertThat(core).isBetween(0, machine.cores() - 1);
    assertThat(granted).isGreaterThanOrEqualTo(coreFreeAt.getOrDefault(core, 0L));
    assertThat(start).isBetween(granted, end);
    assertThat(end).as("told in the order of the ends").isGreaterThanOrEqualTo(lastEnd);
    lastEnd = end;
    coreFreeAt.put(core, end);
    holds.add(new Hold(order, core, granted, start, end));
    var life = life(task, order);
    assertThat(life.over).isFalse();
    assertThat(granted).as("it was ready").isGreaterThanOrEqualTo(life.freeAt);
    life.freeAt = end;
    life.computed += end - start;
    if (life.firstStart < 0 && end > start) {
      life.firstStart = start;
    }
    long at = start;
    while (at < end) { // without a lock between them there is a wait between bursts
      long part = Math.min(end - at, life.burstLeft);
      assertThat(part).as("it computes what it has to").isPositive();
      sections.computes(order, life.step, at, at + part);
      at += part;
      life.burstLeft -= part;
      if (life.burstLeft == 0) {
        life.goOn();
      }
    }
  }

  @Override
  public void waits(Arrival task, long order, long from, long until) {
    transcript.append("%s waits %d %d%n".formatted(task.name(), from, until));
    var life = life(task, order);
    assertThat(life.burstLeft).as("a wait comes behind a burst").isZero();
    assertThat(from).isEqualTo(life.freeAt);
    assertThat(until - from).isEqualTo(life.steps.nanos(life.step));
    waits.computeIfAbsent(order, _ -> new ArrayList<>()).add(new Wait(from, until));
    life.waited += until - from;
    life.freeAt = until;
    life.goOn();
  }

  @Override
  public void blocked(Arrival task, long order, String lock, long from, long until) {
    transcript.append("%s blocked %s %d %d%n".formatted(task.name(), lock, from, until));
    var life = life(task, order);
    waits.computeIfAbsent(order, _ -> new ArrayList<>()).add(new Wait(from, until));
    life.blocked += until - from;
    life.freeAt = Math.max(life.freeAt, until);
  }

  @Override
  public void ended(TaskResult result) {
    transcript.append(result.order()).append(result.finish()).append('\n');
    var life = life(result.task(), result.order());
    assertThat(life.over).as("ends once").isFalse();
    life.over = true;
    assertThat(life.burstLeft).isZero();
    assertThat(life.step).isEqualTo(life.steps.count());
    long arrival = result.task().nanos();
    if (life.steps.isLock(life.steps.count() - 1)) {
      assertThat(result.finish()).isGreaterThanOrEqualTo(life.freeAt); // it needs a core for that
    } else {
      assertThat(result.finish()).isEqualTo(life.freeAt);
    }
    assertThat(result.cpu()).isEqualTo(life.computed);
    assertThat(result.turnaround()).isEqualTo(result.finish() - arrival);
    assertThat(result.response()).isEqualTo(life.firstStart - arrival).isNotNegative();
    assertThat(result.waiting())
        .isEqualTo(result.turnaround() - life.computed - life.waited - life.blocked)
        .isNotNegative();
    assertThat(result.blocked()).isEqualTo(life.blocked);
    assertThat(result.inverted()).isBetween(0L, result.blocked());
    results.put(result.order(), result);
  }

  void check(Figures figures) {
    assertThat(results).hasSameSizeAs(tasks);
    long cpu = 0;
    for (var task : tasks) {
      for (int i = 0; i < task.steps().count(); i++) {
        cpu += task.steps().computes(i) ? task.steps().nanos(i) : 0;
      }
    }
    assertThat(figures.all().cpu()).as("CPU time in is CPU time out").isEqualTo(cpu);
    assertThat(holds.stream().mapToLong(hold -> hold.end - hold.start).sum()).isEqualTo(cpu);
    assertThat(holds.stream().mapToLong(hold -> hold.start - hold.granted).sum())
        .isEqualTo(figures.switching());
    assertThat(holds).hasSize((int) figures.slices());
    long last = results.values().stream().mapToLong(TaskResult::finish).max().orElseThrow();
    assertThat(figures.makespan()).isEqualTo(last - tasks.getFirst().nanos());
    assertThat(figures.utilization() + figures.lost()).isBetween(0.0, 1.000001);
    assertThat(figures.all().fairness()).isBetween(0.0, 1.000001);
    assertThat(figures.all().waiting().mean())
        .isEqualTo(
            results.values().stream().mapToLong(TaskResult::waiting).average().orElseThrow());
    checkGroups(figures);
    checkNoCoreIsIdleWhileATaskIsReady();
    sections.check(tasks);
  }

  private void checkGroups(Figures figures) {
    for (var group : figures.groups().entrySet()) {
      var members =
          results.values().stream()
              .filter(result -> result.task().group().equals(group.getKey()))
              .toList();
      assertThat(group.getValue().tasks()).isEqualTo(members.size()).isPositive();
      assertThat(group.getValue().cpu())
          .isEqualTo(members.stream().mapToLong(TaskResult::cpu).sum());
    }
    assertThat(figures.groups().values().stream().mapToLong(GroupFigures::tasks).sum())
        .isEqualTo(tasks.stream().filter(task -> !task.group().isEmpty()).count());
  }

  /** Looks at each instant at which anything changes, and at the time up to the next. */
  private void checkNoCoreIsIdleWhileATaskIsReady() {
    var busy = new TreeMap<Long, Integer>();
    var ready = new TreeMap<Long, Integer>();
    for (var hold : holds) {
      add(busy, hold.granted, hold.end, 1);
      add(ready, hold.granted, hold.end, -1);
    }
    results.values().forEach(result -> add(ready, result.task().nanos(), result.finish(), 1));
    waits.values().forEach(all -> all.forEach(wait -> add(ready, wait.from, wait.until, -1)));
    busy.keySet().forEach(instant -> ready.merge(instant, 0, Integer::sum));
    int nowBusy = 0;
    int nowReady = 0;
    for (var change : ready.entrySet()) {
      nowBusy += busy.getOrDefault(change.getKey(), 0);
      nowReady += change.getValue();
      assertThat(nowBusy).isBetween(0, machine.cores());
      assertThat(nowReady).isNotNegative();
      if (nowBusy < machine.cores()) {
        assertThat(nowReady).as("ready while a core is idle, at %s", change.getKey()).isZero();
      }
    }
    assertThat(nowBusy).isZero();
    assertThat(nowReady).isZero();
  }

  private static void add(Map<Long, Integer> changes, long from, long to, int by) {
    changes.merge(from, by, Integer::sum);
    changes.merge(to, -by, Integer::sum);
  }
}
