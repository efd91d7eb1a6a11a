package dev.rota.checks.chaos;

import dev.rota.MapOptions;
import dev.rota.Outcome;
import dev.rota.TaskFuture;
import dev.rota.TaskOptions;
import dev.rota.TaskRejectedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Submits tasks of all kinds to a pool, cancels some, and checks how each ends. */
final class Submitter {

  private static final int MOST_UNDER_WAY = 400;
  private static final TaskOptions SHORT =
      TaskOptions.defaults().withTimeout(Duration.ofMillis(150));

  private final Random random;
  private final Ledger ledger;
  private final AtomicLong ids;
  private final String starts;
  private final ScheduledExecutorService later;
  private final Deque<Ledger.Entry> underWay = new ArrayDeque<>();

  Submitter(
      Random random, Ledger ledger, AtomicLong ids, String starts, ScheduledExecutorService later) {
    this.random = random;
    this.ledger = ledger;
    this.ids = ids;
    this.starts = starts;
    this.later = later;
  }

  /** One step: a task, a burst of them, or a map. */
  void step(Target target) throws InterruptedException {
    switch (random.nextInt(200)) {
      case 0 -> map(target);
      case 1, 2 -> {
        for (int i = random.nextInt(300); i > 0; i--) {
          submit(target, Deed.QUICK);
        }
      }
      default -> submit(target, Deed.any(random));
    }
    while (underWay.size() > MOST_UNDER_WAY) {
      underWay.removeFirst().check();
    }
  }

  private Errand errand(Deed deed, boolean noted) {
    return new Errand(deed, ids.incrementAndGet(), noted ? starts : "");
  }

  private void submit(Target target, Deed deed) {
    boolean again = random.nextInt(8) == 0;
    TaskOptions options = deed == Deed.HANG ? SHORT : TaskOptions.defaults();
    if (again) {
      options = options.withRetries(1 + random.nextInt(3));
    }
    Errand errand = errand(deed, !again && random.nextInt(8) == 0);
    TaskFuture<Object> future;
    try {
      future = target.pool().submit(errand, options);
    } catch (TaskRejectedException e) {
      ledger.count("refused " + e.reason());
      return;
    }
    Ledger.Entry entry = ledger.enter(errand, future, target.hasNeighbours());
    underWay.addLast(entry);
    if (random.nextInt(12) == 0) {
      boolean interrupt = random.nextBoolean();
      var _ =
          later.schedule(
              () -> entry.cancel(interrupt), random.nextInt(5_000), TimeUnit.MICROSECONDS);
    }
  }

  /** Each input has exactly one outcome, unless the stream is closed before its end. */
  private void map(Target target) {
    List<Errand> inputs = new ArrayList<>();
    for (int i = random.nextInt(500); i >= 0; i--) {
      Deed deed = random.nextInt(20) == 0 ? Deed.any(random) : Deed.QUICK;
      inputs.add(errand(deed == Deed.HANG ? Deed.HALT : deed, false));
    }
    MapOptions options =
        MapOptions.defaults()
            .withOrder(random.nextBoolean() ? MapOptions.Order.INPUT : MapOptions.Order.FINISH);
    boolean toTheEnd = random.nextInt(4) > 0;
    Set<Long> seen = new HashSet<>();
    try (var outcomes = target.pool().map(inputs, Errand::call, options)) {
      outcomes
          .limit(toTheEnd ? inputs.size() + 1L : inputs.size() / 2)
          .forEach(outcome -> note(outcome, target.hasNeighbours(), seen));
    }
    if (toTheEnd && seen.size() != inputs.size()) {
      ledger.wrong("map gave " + seen.size() + " outcomes for " + inputs.size() + " inputs");
    }
  }

  private void note(Outcome<Errand, Object> outcome, boolean hasNeighbours, Set<Long> seen) {
    Errand errand = outcome.input();
    if (!seen.add(errand.id())) {
      ledger.wrong("map gave two outcomes for one input");
    }
    boolean right =
        switch (outcome) {
          case Outcome.Success<Errand, Object> it ->
              errand.deed().mayReturn(it.value(), errand.id());
          case Outcome.Failure<Errand, Object> it ->
              it.failure() instanceof TaskRejectedException
                  || errand.deed().mayFailWith(it.failure().asException(), hasNeighbours);
        };
    ledger.count("outcomes of map");
    if (!right) {
      ledger.wrong("map: " + outcome);
    }
  }

  /** What is under way may be cancelled from now on, by whoever shuts the pool down. */
  void expectCancellation() {
    underWay.forEach(Ledger.Entry::mayBeCancelled);
  }

  /** Waits for all that is under way. */
  void checkAll() throws InterruptedException {
    while (!underWay.isEmpty()) {
      underWay.removeFirst().check();
    }
  }
}
