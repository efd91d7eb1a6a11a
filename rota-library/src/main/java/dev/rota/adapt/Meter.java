package dev.rota.adapt;

import org.jspecify.annotations.Nullable;

/**
 * Makes samples for a {@link Controller} of what a pool tells it: how many of its workers are idle,
 * and that tasks have ended. Nothing happens while none ends, so a pool at rest costs nothing.
 *
 * <p>A sample takes as long as it is told to, and longer until enough tasks have ended. It begins
 * anew as long as there are more or fewer workers than there are to be.
 *
 * <p>Not thread-safe: a pool calls it under its lock.
 */
public final class Meter {

  /** Of fewer the last that was counted, or was not, weighs too much. */
  private static final int TASKS_EACH = 4;

  private final Controller controller;
  private final long leastNanos;
  private boolean begun;
  private long beganAt;
  private long ended;
  private int idle;
  private long idleSince; // how many are idle has been counted until then
  private double idleNanos; // of all workers together

  /**
   * Measures for a controller.
   *
   * @param controller who is told of the samples
   * @param leastNanos how long a sample takes at least, in ns, above 0
   */
  public Meter(Controller controller, long leastNanos) {
    this.controller = controller;
    this.leastNanos = leastNanos;
  }

  /** How many workers there are to be now. */
  public int workers() {
    return controller.workers();
  }

  /** From {@code now} on, in ns, so many workers have nothing to do. */
  public void idle(int workers, long now) {
    countIdle(now);
    idle = workers;
  }

  private void countIdle(long now) {
    idleNanos += (double) idle * (now - idleSince);
    idleSince = now;
  }

  /**
   * Tasks have ended.
   *
   * @param tasks how many, 1 or more
   * @param present how many workers there are
   * @param now when, in ns
   * @return what is to be changed, null for nothing
   */
  public @Nullable Decision ended(int tasks, int present, long now) {
    Sample sample = sample(tasks, present, now);
    return sample == null ? null : controller.next(sample);
  }

  /** The sample that is complete with these tasks, null if none is. */
  @Nullable Sample sample(int tasks, int present, long now) {
    countIdle(now);
    if (!begun || present != controller.workers()) {
      begin(now);
      return null;
    }
    ended += tasks;
    long nanos = now - beganAt;
    if (nanos < leastNanos || ended < (long) TASKS_EACH * present) {
      return null;
    }
    double idlePart = Math.clamp(idleNanos / present / nanos, 0, 1);
    Sample sample = new Sample(present, ended, nanos, idlePart);
    begin(now);
    return sample;
  }

  /**
   * There is nothing to do, and perhaps nothing more to come.
   *
   * @return what is to be changed, null for nothing
   */
  public @Nullable Decision rests() {
    begun = false;
    return controller.starved();
  }

  private void begin(long now) {
    begun = true;
    beganAt = now;
    ended = 0;
    idleNanos = 0;
  }

  /**
   * There can be no more workers than so many.
   *
   * @param most how many there are, 1 or more
   * @return what is to be changed
   */
  public Decision cannotHave(int most) {
    return controller.cannotHave(most);
  }

  /** How many workers there are to be, within which bounds and why, in one line. */
  public String sizing() {
    return controller.sizing();
  }
}
