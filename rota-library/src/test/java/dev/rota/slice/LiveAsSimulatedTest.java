package dev.rota.slice;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import dev.rota.TaskFuture;
import dev.rota.TaskOptions;
import dev.rota.schedule.FairShares;
import dev.rota.schedule.Policy;
import dev.rota.simulate.Arrival;
import dev.rota.simulate.Listener;
import dev.rota.simulate.Machine;
import dev.rota.simulate.Simulation;
import dev.rota.simulate.TaskResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same policy, live and simulated: the same shares, the same order of completion. */
@Timeout(value = 300, threadMode = SEPARATE_THREAD)
class LiveAsSimulatedTest {

  private static final long MILLI = 1_000_000;

  /** What became of a workload: who ended when, and what each had used when the first ended. */
  private record Result(List<String> order, Map<String, Double> shares) {}

  /** A task of a group, with its CPU time. */
  private record Demand(String name, String group, long millis) {}

  @Test
  void weightsOfGroups() throws Exception {
    Supplier<Policy> policy =
        () ->
            FairShares.builder()
                .quantum(Duration.ofMillis(1))
                .group("small", 1)
                .group("middle", 2)
                .group("large", 4)
                .build();
    compare(
        policy,
        1,
        new Demand("s", "small", 320),
        new Demand("m1", "middle", 180),
        new Demand("m2", "middle", 120),
        new Demand("l", "large", 800));
  }

  /** Long enough that a carrier the kernel keeps waiting for 30 ms moves no share by 3 %. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void equalWeights(int carriers) throws Exception {
    compare(
        () -> FairShares.builder().quantum(Duration.ofMillis(1)).build(),
        carriers,
        new Demand("a", "", 1_800),
        new Demand("b", "", 300),
        new Demand("c", "", 900),
        new Demand("d", "", 600));
  }

  private static void compare(Supplier<Policy> policy, int carriers, Demand... demands)
      throws Exception {
    Result simulated = simulate(policy.get(), carriers, demands);
    Result live = live(policy.get(), carriers, demands);
    assertThat(live.order()).isEqualTo(simulated.order());
    simulated
        .shares()
        .forEach(
            (name, share) -> assertThat(live.shares().get(name)).isCloseTo(share, within(0.03)));
  }

  private static Result simulate(Policy policy, int cores, Demand... demands) {
    List<Arrival> arrivals = new ArrayList<>();
    for (Demand demand : demands) {
      arrivals.add(Arrival.at(0, demand.name(), demand.millis() * MILLI).withGroup(demand.group()));
    }
    List<String> order = new ArrayList<>();
    Map<String, Double> used = new LinkedHashMap<>();
    new Simulation(Machine.of(cores))
        .run(
            policy,
            arrivals.iterator(),
            new Listener() {
              @Override
              public void slice(
                  Arrival task, long number, int core, long granted, long start, long end) {
                if (order.isEmpty()) {
                  used.merge(task.name(), (double) (end - start), Double::sum);
                }
              }

              @Override
              public void ended(TaskResult result) {
                order.add(result.task().name());
              }
            });
    return new Result(order, shares(used));
  }

  private static Result live(Policy policy, int carriers, Demand... demands) throws Exception {
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    Map<String, TaskFuture<?>> futures = new LinkedHashMap<>();
    CompletableFuture<Map<String, Double>> used = new CompletableFuture<>();
    try (SlicedPool pool =
        SlicedPool.builder().workers(carriers).spares(0).policy(policy).build()) {
      CountDownLatch submitted = new CountDownLatch(1);
      TaskFuture<?> gate =
          pool.submit(
              () -> Slice.whole(() -> submitAll(pool, order, futures, used, submitted, demands)));
      gate.get();
      for (TaskFuture<?> future : futures.values()) {
        future.get();
      }
      return new Result(order, shares(used.get()));
    }
  }

  /** From inside of the pool, so that none begins much before the others. */
  private static void submitAll(
      SlicedPool pool,
      List<String> order,
      Map<String, TaskFuture<?>> futures,
      CompletableFuture<Map<String, Double>> used,
      CountDownLatch submitted,
      Demand... demands) {
    for (Demand demand : demands) {
      futures.put(
          demand.name(),
          pool.submit(
              () -> {
                submitted.await();
                compute(requireNonNull(futures.get(demand.name())), demand.millis());
                Slice.whole(
                    () -> {
                      order.add(demand.name());
                      var _ = used.complete(cpuNanos(futures));
                    });
                return demand.name();
              },
              TaskOptions.defaults().withShare(demand.group())));
    }
    submitted.countDown();
  }

  private static void compute(TaskFuture<?> self, long millis) {
    while (self.execution().cpuTime().toNanos() < millis * MILLI) {
      for (int i = 0; i < 100; i++) {
        Thread.onSpinWait();
        Slice.poll();
      }
    }
  }

  private static Map<String, Double> cpuNanos(Map<String, TaskFuture<?>> futures) {
    Map<String, Double> used = new LinkedHashMap<>();
    futures.forEach(
        (name, future) -> used.put(name, (double) future.execution().cpuTime().toNanos()));
    return used;
  }

  private static Map<String, Double> shares(Map<String, Double> used) {
    double sum = used.values().stream().mapToDouble(Double::doubleValue).sum();
    Map<String, Double> shares = new LinkedHashMap<>();
    used.forEach((name, nanos) -> shares.put(name, nanos / sum));
    return shares;
  }
}
