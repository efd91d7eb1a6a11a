package dev.rota.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.rota.TaskOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * A queue by each policy, also by one that cannot take tasks back and one that fails in the middle,
 * under all that a pool may do, in random order: each task is handed out once or removed, and those
 * that hurry before all others. A failure names its seed.
 */
class BacklogTest {

  private static final int SEEDS = 1000;

  /** Cannot take tasks back. */
  private static class Plain implements Policy {
    private final List<Schedulable> ready = new ArrayList<>();

    @Override
    public void add(Schedulable task, Ready why, long now) {
      ready.add(why == Ready.PREEMPTED ? 0 : ready.size(), task);
    }

    @Override
    public @Nullable Schedulable next(long now) {
      return ready.isEmpty() ? null : ready.removeFirst();
    }

    @Override
    public long slice(Schedulable task, long now) {
      return NO_END;
    }
  }

  /** Fails some time. */
  private static final class Failing extends Plain {
    private int left = 100;

    @Override
    public void charge(Schedulable task, long nanos, long now) {
      if (left-- < 0) {
        throw new IllegalStateException("on purpose");
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> handsOutEachTaskOnce() {
    var names = new ArrayList<>(RandomPoliciesTest.all());
    names.add("plain");
    names.add("failing");
    return names.stream()
        .map(
            name ->
                dynamicTest(
                    name,
                    () -> {
                      for (long seed = 0; seed < SEEDS; seed++) {
                        live(name, seed);
                      }
                    }));
  }

  private static Policy policy(String name) {
    return switch (name) {
      case "plain" -> new Plain();
      case "failing" -> new Failing();
      default -> PolicySpec.parse(name).build();
    };
  }

  private static void live(String policy, long seed) {
    try {
      new World(policy(policy), seed).live();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed, e);
    }
  }

  private static final class World {
    private final Random random;
    private final Backlog<Integer> backlog;
    private final List<Backlog.Entry<Integer>> queued = new ArrayList<>();
    private final List<Backlog.Entry<Integer>> hurried = new ArrayList<>(); // the next is first
    private final List<Backlog.Entry<Integer>> taken = new ArrayList<>();
    private final Set<Backlog.Entry<Integer>> wasHurried = new HashSet<>(); // and will be again
    private final Set<Integer> ended = new HashSet<>();
    private long now;
    private int tasks;

    World(Policy policy, long seed) {
      this.random = new Random(seed);
      this.backlog = new Backlog<>(policy, () -> now);
    }

    void live() {
      for (int i = 0; i < 300; i++) {
        now += random.nextInt(5000);
        switch (random.nextInt(8)) {
          case 0, 1, 2 -> add();
          case 3, 4 -> poll();
          case 5 -> end();
          case 6 -> remove();
          default -> putBackOrHurry();
        }
        assertThat(backlog.isEmpty()).isEqualTo(queued.isEmpty() && hurried.isEmpty());
        assertThat(backlog.toList()).hasSize(queued.size() + hurried.size());
      }
      while (!backlog.isEmpty()) {
        poll();
      }
      while (!taken.isEmpty()) {
        end();
      }
      assertThat(ended).hasSize(tasks);
      assertThat(backlog.poll()).isNull();
    }

    private void add() {
      String[] shares = {"", "a", "b", "b/c"};
      queued.add(
          backlog.add(
              tasks++,
              TaskOptions.defaults()
                  .withShare(shares[random.nextInt(shares.length)])
                  .withPriority(random.nextInt(3))
                  .withWeight(1 + random.nextInt(3))));
    }

    private void poll() {
      var next = backlog.poll();
      if (next == null) {
        assertThat(queued).isEmpty();
      } else if (!hurried.isEmpty()) {
        assertThat(next).isSameAs(hurried.removeFirst());
        taken.add(next);
      } else {
        assertThat(queued.remove(next)).isTrue();
        taken.add(next);
      }
    }

    private void end() {
      if (!taken.isEmpty()) {
        var entry = taken.remove(random.nextInt(taken.size()));
        assertThat(ended.add(entry.task())).isTrue();
        backlog.ran(entry, random.nextInt(20_000));
      }
    }

    private void remove() {
      if (!queued.isEmpty()) {
        var entry = queued.remove(random.nextInt(queued.size()));
        ended.add(entry.task());
        assertThat(backlog.remove(entry)).isTrue();
        assertThat(backlog.remove(entry)).isFalse();
      }
    }

    private void putBackOrHurry() {
      if (!queued.isEmpty() && random.nextBoolean()) {
        var entry = queued.remove(random.nextInt(queued.size()));
        backlog.hurry(entry);
        hurried.addFirst(entry);
        wasHurried.add(entry);
      } else if (!taken.isEmpty()) {
        var entry = taken.removeLast();
        backlog.putBack(entry);
        (wasHurried.contains(entry) ? hurried : queued).addFirst(entry);
      }
    }
  }

  @Test
  void whatIsPutBackIsWhereItWas() {
    for (String policy : List.of("fifo", "rr", "sjf", "priority", "mlfq", "fair", "eevdf")) {
      var backlog = new Backlog<Integer>(PolicySpec.parse(policy).build(), () -> 0);
      for (int i = 0; i < 5; i++) {
        backlog.add(i, TaskOptions.defaults());
      }
      var first = backlog.poll();
      var second = backlog.poll();
      assertThat(first).isNotNull();
      assertThat(second).isNotNull();
      backlog.putBack(second);
      backlog.putBack(first);
      var order = new ArrayList<Integer>();
      for (var next = backlog.poll(); next != null; next = backlog.poll()) {
        order.add(next.task());
      }
      assertThat(order).as(policy).containsExactly(0, 1, 2, 3, 4);
    }
  }

  @Test
  void listsThoseThatHurryFirstAndTheOthersInTheOrderInWhichTheyCame() {
    var backlog = new Backlog<Integer>(PolicySpec.parse("fifo").build(), () -> 0);
    var entries = new ArrayList<Backlog.Entry<Integer>>();
    for (int i = 0; i < 5; i++) {
      entries.add(backlog.add(i, TaskOptions.defaults()));
    }
    backlog.hurry(entries.get(2));
    backlog.hurry(entries.get(3));
    assertThat(backlog.toList()).extracting(Backlog.Entry::task).containsExactly(3, 2, 0, 1, 4);
  }

  @Test
  void saysWhatIsWrongWithThePolicy() {
    var backlog = new Backlog<Integer>(new Failing(), () -> 0);
    for (int i = 0; i < 200; i++) {
      assertThat(backlog.failure()).isEqualTo("");
      backlog.add(i, TaskOptions.defaults());
      var entry = backlog.poll();
      assertThat(entry).isNotNull();
      backlog.ran(entry, 1);
      if (!backlog.failure().isEmpty()) {
        break;
      }
    }
    assertThat(backlog.failure())
        .isEqualTo(Failing.class.getName() + ": java.lang.IllegalStateException: on purpose");
  }
}
