package dev.rota.checks.chaos;

import dev.rota.TaskFuture;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts how tasks end, and notes each that does not end as it may. Safe for many threads. */
final class Ledger {

  /** After this whatever has not ended counts as lost. */
  static final long PATIENCE_SECONDS = 60;

  private static final int MOST_SHOWN = 20;

  private final ConcurrentHashMap<String, LongAdder> counts = new ConcurrentHashMap<>();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicInteger wrongs = new AtomicInteger();

  /** A submitted task. */
  final class Entry {
    private final Errand errand;
    private final TaskFuture<Object> future;
    private final boolean hasNeighbours;
    private final AtomicInteger ends = new AtomicInteger();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<@Nullable Object> end = new AtomicReference<>();
    private volatile boolean mayBeCancelled;

    private Entry(Errand errand, TaskFuture<Object> future, boolean hasNeighbours) {
      this.errand = errand;
      this.future = future;
      this.hasNeighbours = hasNeighbours;
      var _ =
          future.whenComplete(
              (value, failure) -> {
                ends.incrementAndGet();
                end.set(failure == null ? value : failure);
                ended.countDown();
              });
    }

    void cancel(boolean interrupt) {
      mayBeCancelled = true;
      future.cancel(interrupt);
    }

    void mayBeCancelled() {
      mayBeCancelled = true;
    }

    /** Waits for the end, and looks whether it may be. */
    void check() throws InterruptedException {
      try {
        Object value = future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        count("returned");
        expect(errand.deed().mayReturn(value, errand.id()), "returned " + value);
        checkStage(value);
      } catch (TimeoutException e) {
        wrong("was lost: " + future.execution());
      } catch (CancellationException e) {
        count("cancelled");
        expect(mayBeCancelled, "was cancelled by nobody");
        checkStage(null);
      } catch (ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause == null) {
          wrong("failed without a cause");
          return;
        }
        count(cause.getClass().getSimpleName());
        expect(errand.deed().mayFailWith(cause, hasNeighbours), "failed: " + cause);
        checkStage(cause);
      }
    }

    @SuppressWarnings("ReferenceEquality") // the very same
    private void checkStage(@Nullable Object seenByWaiter) throws InterruptedException {
      expect(ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS), "runs no stage");
      expect(ends.get() == 1, "ended " + ends + " times");
      Object seen = end.get();
      expect(seen == seenByWaiter || seen instanceof CancellationException, "ended twice: " + seen);
    }

    private void expect(boolean right, String what) {
      if (!right) {
        wrong(what);
      }
    }

    private void wrong(String what) {
      Ledger.this.wrong(errand.deed() + " " + errand.id() + " " + what);
    }
  }

  Entry enter(Errand errand, TaskFuture<Object> future, boolean hasNeighbours) {
    return new Entry(errand, future, hasNeighbours);
  }

  void count(String what) {
    counts.computeIfAbsent(what, key -> new LongAdder()).increment();
  }

  void wrong(String what) {
    if (wrongs.incrementAndGet() <= MOST_SHOWN) {
      System.out.println("WRONG: " + what);
      wrong.add(what);
    }
  }

  Queue<String> wrong() {
    return wrong;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    counts.entrySet().stream()
        .sorted(java.util.Map.Entry.comparingByKey())
        .forEach(it -> text.append("%n  %-26s %d".formatted(it.getKey(), it.getValue().sum())));
    return text.toString();
  }
}
