package dev.rota.cli.progress;

import dev.rota.cli.output.FailureKind;
import java.util.EnumMap;
import java.util.Map;

/** How many inputs have ended, and how. Counted by one thread, read by others. */
public final class Tally {
  private final long start;
  private final Map<FailureKind, Long> failures =
      new EnumMap<>(FailureKind.class); // guarded by this
  private long succeeded; // guarded by this

  /** Begins at nothing. */
  public Tally(long nowNanos) {
    this.start = nowNanos;
  }

  public synchronized void success() {
    succeeded++;
  }

  public synchronized void failure(FailureKind kind) {
    failures.merge(kind, 1L, Long::sum);
  }

  public synchronized long done() {
    return succeeded + failed();
  }

  public synchronized long failed() {
    return failures.values().stream().mapToLong(Long::longValue).sum();
  }

  synchronized long succeeded() {
    return succeeded;
  }

  synchronized Map<FailureKind, Long> failures() {
    return new EnumMap<>(failures);
  }

  double seconds(long nowNanos) {
    return (nowNanos - start) / 1e9;
  }

  double perSecond(long nowNanos) {
    return done() / Math.max(1e-3, seconds(nowNanos));
  }
}
