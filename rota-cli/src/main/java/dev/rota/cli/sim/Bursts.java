package dev.rota.cli.sim;

import dev.rota.cli.args.UserError;
import dev.rota.simulate.Steps;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/**
 * How long a task computes and waits, in turn, and the locks that it takes and gives back between.
 * Behind a lock it computes.
 */
final class Bursts {
  static final int MOST = 10_000;
  private static final Pattern LOCK = Pattern.compile("(un)?lock\\(([^()]*)\\)");

  private enum Kind {
    COMPUTES,
    WAITS,
    LOCKS,
    UNLOCKS
  }

  /** One of them; {@code nanos} of the first two kinds, {@code lock} of the others. */
  private record Step(Kind kind, long nanos, String lock) {}

  private final List<Step> steps;

  private Bursts(List<Step> steps) {
    this.steps = steps;
  }

  static Bursts parse(String where, List<String> texts) {
    if (texts.isEmpty() || texts.size() > MOST) {
      throw new UserError(where + ": has " + texts.size() + " bursts; allowed are 1 to " + MOST);
    }
    var steps = new ArrayList<Step>();
    boolean computes = true;
    for (var text : texts) {
      var step = step(where, text.strip(), computes);
      steps.add(step);
      computes = step.kind() != Kind.COMPUTES;
    }
    var bursts = new Bursts(steps);
    try {
      var _ = bursts.times(1, 0, SplittableRandom::new); // complains now
    } catch (IllegalArgumentException e) {
      throw new UserError(where + ": " + e.getMessage());
    }
    return bursts;
  }

  private static Step step(String where, String text, boolean computes) {
    var lock = LOCK.matcher(text);
    if (lock.matches()) {
      var name = Values.name(where + ": lock", lock.group(2));
      return new Step(lock.group(1) == null ? Kind.LOCKS : Kind.UNLOCKS, 0, name);
    }
    if (text.contains("(")) {
      throw new UserError(
          where
              + ": "
              + Values.quoted(text)
              + " is no burst; allowed are durations, lock(NAME) and unlock(NAME)");
    }
    return new Step(computes ? Kind.COMPUTES : Kind.WAITS, Values.time(where, text), "");
  }

  int size() {
    return steps.size();
  }

  /** How long they take by themselves. */
  double sum() {
    return steps.stream().mapToDouble(Step::nanos).sum();
  }

  boolean hasLocks() {
    return steps.stream().anyMatch(step -> step.kind() == Kind.LOCKS);
  }

  /**
   * So many times one after the other, each burst varied; what is random in each time comes from a
   * source of its own. Where the last and the first burst are both of the CPU they become one.
   */
  Steps times(int repeats, double vary, IntFunction<SplittableRandom> random) {
    var all = Steps.builder();
    for (int repeat = 0; repeat < repeats; repeat++) {
      var chance = random.apply(repeat);
      for (var step : steps) {
        add(all, step, vary, chance);
      }
    }
    return all.build();
  }

  private static void add(Steps.Builder all, Step step, double vary, SplittableRandom chance) {
    switch (step.kind()) {
      case COMPUTES -> all.computes(varied(step.nanos(), vary, chance));
      case WAITS -> all.waits(varied(step.nanos(), vary, chance));
      case LOCKS -> all.locks(step.lock());
      case UNLOCKS -> all.unlocks(step.lock());
    }
  }

  private static long varied(long nanos, double vary, SplittableRandom random) {
    return vary == 0
        ? nanos
        : Math.max(1, Math.round(nanos * (1 + vary * (2 * random.nextDouble() - 1))));
  }
}
