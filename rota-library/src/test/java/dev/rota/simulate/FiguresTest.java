package dev.rota.simulate;

import static dev.rota.simulate.Play.MS;
import static dev.rota.simulate.Play.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rota.schedule.PolicySpec;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FiguresTest {

  @Test
  void ofOneRun() {
    var run =
        Play.on(Machine.of(2), "fifo", task("a", 10, 4), task("b", 10, 2, 6, 1), task("c", 11, 3));
    assertThat(run.slices()).isEqualTo("b@1 10-12, a 10-14, c@1 12-15, b@1 18-19");
    var figures = run.figures;
    assertThat(figures.start()).isEqualTo(10 * MS);
    assertThat(figures.makespan()).isEqualTo(9 * MS);
    assertThat(figures.all().cpu()).isEqualTo(10 * MS);
    assertThat(figures.utilization()).isEqualTo(10 / 18.0);
    assertThat(figures.throughput()).isEqualTo(3 / 0.009);
    assertThat(figures.switches()).isEqualTo(2);
    assertThat(figures.slices()).isEqualTo(4);
    assertThat(figures.mostAlive()).isEqualTo(3);
    assertThat(run.response()).isEqualTo("0 0 1");
    assertThat(run.waiting()).isEqualTo("0 0 1");
    assertThat(run.turnaround()).isEqualTo("4 9 4");
    // of what each wanted it got all, all and 3/4
    assertThat(figures.all().fairness())
        .isCloseTo(2.75 * 2.75 / (3 * (1 + 1 + 0.5625)), within(1e-12));
  }

  @Test
  void aWaitAtTheEndCounts() {
    var run = Play.of("fifo", task("a", 0, 1, 5));
    assertThat(run.turnaround()).isEqualTo("6");
    assertThat(run.figures.makespan()).isEqualTo(6 * MS);
  }

  @Test
  void ofGroups() {
    var run =
        Play.of(
            "fifo",
            task("a", 0, 2).withGroup("g"),
            task("b", 0, 4).withGroup("h/i"),
            task("c", 0, 1).withGroup("g"),
            task("d", 0, 1));
    assertThat(run.figures.groups()).containsOnlyKeys("g", "h/i");
    var group = run.figures.groups().get("g");
    assertThat(group.tasks()).isEqualTo(2);
    assertThat(group.cpu()).isEqualTo(3 * MS);
    assertThat(group.waiting()).isEqualTo(new Spread(3 * MS, 0, 6 * MS, 6 * MS));
    assertThat(run.figures.groups().get("h/i").waiting().mean()).isEqualTo(2 * MS);
  }

  @Test
  void jainsIndexOfOneWhoGetsAll() {
    var run = Play.of("fifo", task("a", 0, 1_000), task("b", 0, 1), task("c", 0, 1));
    assertThat(run.figures.all().fairness()).isCloseTo(1 / 3.0, within(0.002));
  }

  /** Under the policy that gives each its due, by weights in a tree of groups. */
  @Test
  void fairnessIsMeasuredByWhatIsDue() {
    var simulation = new Simulation(Machine.of(1)).withGroup("a", 3).withGroup("b/y", 4);
    var policy = PolicySpec.parse("fair:quantum=1ms").withGroup("a", 3).withGroup("b/y", 4).build();
    var run =
        Play.of(
            simulation,
            policy,
            task("1", 0, 600).withGroup("a"),
            task("2", 0, 300).withGroup("a").withWeight(0.5),
            task("3", 0, 60).withGroup("b/x"),
            task("4", 0, 240).withGroup("b/y"),
            task("5", 0, 300));
    assertThat(run.figures.all().fairness()).isGreaterThan(0.999);
    assertThat(run.figures.groups().get("a").fairness()).isGreaterThan(0.999);
    // who is measured by other weights was not treated fairly
    var unweighted =
        Play.of(
            new Simulation(Machine.of(1)),
            PolicySpec.parse("fair:quantum=1ms").withGroup("a", 3).withGroup("b/y", 4).build(),
            task("1", 0, 600).withGroup("a"),
            task("5", 0, 200));
    assertThat(unweighted.figures.all().fairness()).isLessThan(0.9);
  }

  @Test
  void theThousandAndFirstCoreIsAsGoodAsTheFirst() {
    var tasks =
        LongStream.range(0, 1024).mapToObj(i -> task("t" + i, 0, 5)).toArray(Arrival[]::new);
    var run = Play.on(Machine.of(1024), "rr:quantum=1ms", tasks);
    assertThat(run.figures.makespan()).isEqualTo(5 * MS);
    assertThat(run.figures.utilization()).isEqualTo(1);
  }

  /** Memory is for tasks that are alive: of those that have ended nothing is left. */
  @Test
  void whatHasEndedIsForgotten() {
    var early = new ArrayList<WeakReference<Arrival>>();
    var looked = new ArrayList<Long>();
    var listener =
        new Listener() {
          private long ended;

          @Override
          public void ended(TaskResult result) {
            ended++;
            if (ended <= 1000) {
              early.add(new WeakReference<>(result.task()));
            }
            if (ended == 20_000) {
              System.gc();
              looked.add(early.stream().filter(task -> task.get() != null).count());
            }
          }
        };
    var policy = PolicySpec.parse("rr").withQuantum(Duration.ofMillis(1)).build();
    var figures =
        new Simulation(Machine.of(2))
            .run(
                policy,
                LongStream.range(0, 20_001).mapToObj(i -> task("t" + i, i, 1)).iterator(),
                listener);
    assertThat(looked).hasSize(1).allMatch(left -> left < 10);
    assertThat(figures.mostAlive()).isLessThan(10);
  }
}
