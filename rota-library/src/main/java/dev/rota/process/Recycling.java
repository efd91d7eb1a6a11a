package dev.rota.process;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * Decides from age, memory and number of tasks how long a worker is kept with which nothing else is
 * wrong. Pure: time and memory are told, and chance comes from a seed.
 *
 * <p>Each worker gets up to a tenth less than the limits of tasks and age, so that workers that
 * started together do not go together; how many may go at a time is for the supervisor to say. The
 * limits of memory are the same for all.
 *
 * @param maxTasks after how many tasks, {@code Integer.MAX_VALUE} for never
 * @param maxAge after how long since it was ready, in ns, {@code Long.MAX_VALUE} for never
 * @param softMemory above how many resident bytes it goes, {@code Long.MAX_VALUE} for never
 * @param hardMemory above how many it is killed, {@code Long.MAX_VALUE} for never
 * @param seed of what differs between workers
 */
record Recycling(int maxTasks, long maxAge, long softMemory, long hardMemory, long seed) {

  /** One part in so many of a limit is left to chance. */
  private static final int STAGGER = 10;

  private static final long SOONEST = Duration.ofMillis(10).toNanos();
  private static final long LATEST = Duration.ofSeconds(1).toNanos();

  /** What is to become of a worker. */
  enum Verdict {
    /** It stays. */
    KEEP,
    /** It goes when it has done what it runs and another can take its place. */
    RECYCLE,
    /** It is ended at once. */
    KILL
  }

  /** What was found at a look, and in how many ns to look again. */
  record Finding(Verdict verdict, long lookIn) {}

  /** Whether workers have to be looked at. */
  boolean looks() {
    return maxAge != Long.MAX_VALUE || limitsMemory();
  }

  boolean limitsMemory() {
    return softMemory != Long.MAX_VALUE || hardMemory != Long.MAX_VALUE;
  }

  /** How many tasks a worker may do. */
  int maxTasks(int worker) {
    return maxTasks == Integer.MAX_VALUE
        ? maxTasks
        : maxTasks - (int) random(worker).nextLong(maxTasks / STAGGER + 1);
  }

  /** How old a worker may become, in ns. */
  long maxAge(int worker) {
    return maxAge == Long.MAX_VALUE
        ? maxAge
        : maxAge - random(worker).nextLong(maxAge / STAGGER + 1);
  }

  private SplittableRandom random(int worker) {
    return new SplittableRandom(seed + worker);
  }

  /**
   * Looks at a worker.
   *
   * @param age since it was ready, in ns
   * @param finished how many tasks it has done; before the first it cannot have leaked
   * @param resident its memory in bytes
   */
  Finding look(int worker, long age, int finished, long resident) {
    if (resident > hardMemory) {
      return new Finding(Verdict.KILL, SOONEST);
    }
    long left = maxAge(worker) == Long.MAX_VALUE ? Long.MAX_VALUE : maxAge(worker) - age;
    boolean due = left <= 0 || (resident > softMemory && finished > 0);
    return due
        ? new Finding(Verdict.RECYCLE, Math.min(LATEST, memoryLook(resident)))
        : new Finding(Verdict.KEEP, Math.min(left, memoryLook(resident)));
  }

  /** Why a worker is to be recycled. */
  String why(int worker, long age, long resident) {
    return age >= maxAge(worker)
        ? "it is %d s old".formatted(Duration.ofNanos(age).toSeconds())
        : "it takes %d MiB".formatted(resident >> 20);
  }

  /**
   * Memory has to be touched to become resident, at some byte a nanosecond, so there is a time in
   * which the hard limit cannot be reached. The soft one has no hurry.
   */
  private long memoryLook(long resident) {
    if (!limitsMemory()) {
      return Long.MAX_VALUE;
    }
    return hardMemory == Long.MAX_VALUE
        ? LATEST
        : Math.clamp(hardMemory - resident, SOONEST, LATEST);
  }
}
