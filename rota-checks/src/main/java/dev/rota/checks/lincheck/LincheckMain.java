package dev.rota.checks.lincheck;

import dev.rota.slice.MarksLincheck;
import dev.rota.slice.RestLincheck;
import dev.rota.slice.RunQueueLincheck;
import dev.rota.slice.SchedulerLincheck;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.LincheckSettings;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/**
 * Goes through interleavings of threads in the scheduler of sliced threads, in the queues of pools
 * and in the locks and queues of shared memory. It takes memory to be sequentially consistent: what
 * the processors and compilers reorder is jcstress's part.
 */
public final class LincheckMain {

  private static final int INVOCATIONS = Integer.getInteger("rota.lincheck.invocations", 300);
  private static final int SCENARIOS = 12;

  /** The scheduler makes sure of its stack by a recursion of 48 frames. */
  private static final LincheckSettings DEEP =
      new LincheckSettings(
          /* analyzeStdLib= */ false,
          /* loopIterationsBeforeThreadSwitch= */ 10,
          /* loopBound= */ 50,
          /* recursionBound= */ 100);

  private static final Map<String, Runnable> CHECKS = checks();

  private LincheckMain() {}

  private static Map<String, Runnable> checks() {
    Map<String, Runnable> checks = new LinkedHashMap<>();
    checks.put("a-rest-ends", () -> explore(() -> RestLincheck.aRestEnds()));
    checks.put("a-carrier-lies-down", () -> explore(() -> RestLincheck.aCarrierLiesDown()));
    checks.put("strands-arrive", () -> explore(() -> SchedulerLincheck.strandsArrive()));
    checks.put("a-strand-is-woken", () -> explore(() -> SchedulerLincheck.aStrandIsWoken()));
    checks.put(
        "a-strand-is-withdrawn", () -> explore(() -> SchedulerLincheck.aStrandIsWithdrawn()));
    checks.put("a-mark-meets-an-unmark", () -> explore(() -> MarksLincheck.aMarkMeetsAnUnmark()));
    checks.put("a-mark-meets-a-poll", () -> explore(() -> MarksLincheck.aMarkMeetsAPoll()));
    checks.put("run-queue", () -> compare(RunQueueLincheck.class, RunQueueLincheck.Model.class, 3));
    checks.put("backlog", () -> compare(BacklogLincheck.class, BacklogLincheck.Model.class, 3));
    checks.put(
        "shared-mutex",
        () -> compare(SharedMutexLincheck.class, SharedMutexLincheck.Model.class, 1));
    checks.put(
        "shared-semaphore",
        () -> compare(SharedSemaphoreLincheck.class, SharedSemaphoreLincheck.Model.class, 3));
    checks.put(
        "shared-queue",
        () -> compare(SharedQueueLincheck.class, SharedQueueLincheck.Model.class, 3));
    return checks;
  }

  /** Runs the checks of these names, or all. */
  public static void main(String[] names) {
    boolean fails = false;
    for (String name : names.length == 0 ? CHECKS.keySet() : List.of(names)) {
      Runnable check = CHECKS.get(name);
      if (check == null) {
        System.err.println("lincheck: no check " + name + ", but " + CHECKS.keySet());
        System.exit(2);
        return;
      }
      fails |= fails(name, check);
    }
    System.exit(fails ? 1 : 0); // who was left asleep by a failure goes on sleeping
  }

  private static boolean fails(String name, Runnable check) {
    long begin = System.nanoTime();
    LincheckAssertionError found = null;
    try {
      check.run();
    } catch (LincheckAssertionError e) {
      found = e;
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    String verdict = found == null ? "passed" : "FAILED";
    System.out.println("%-24s %-6s %5.1f s".formatted(name, verdict, seconds));
    if (found != null) {
      System.out.println(found.getMessage());
    }
    return found != null;
  }

  private static void compare(Class<?> tested, Class<?> model, int calls) {
    new ModelCheckingOptions()
        .iterations(SCENARIOS)
        .invocationsPerIteration(INVOCATIONS / 3)
        .threads(2)
        .actorsPerThread(calls)
        .actorsBefore(2)
        .actorsAfter(1)
        .sequentialSpecification(model)
        .check(tested);
  }

  /**
   * Takes a lambda: into method references Lincheck does not look. Its public form allows for no
   * deeper recursion.
   */
  private static void explore(Runnable test) {
    Lincheck.runConcurrentTestInternal$lincheck(INVOCATIONS, DEEP, test);
  }
}
