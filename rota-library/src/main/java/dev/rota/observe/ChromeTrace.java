package dev.rota.observe;

import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes what pools do to a file in the trace event format, for Perfetto's user interface or {@code
 * chrome://tracing}: a track for each worker with a slice for each attempt at a task, marks for the
 * starts, deaths and recycling of workers, a track of the pool with marks for its circuit, a
 * counter of queued tasks, and one of workers if the pool finds their number itself.
 *
 * <p>The events go to the file as they come. What is kept in memory is bounded: the tracks of the
 * last 8192 workers of each pool. A file that was not closed lacks the end of its array, which both
 * viewers forgive.
 *
 * <p>Can observe several pools, also at a time; give each a name of its own. To be closed after
 * them; what comes later is dropped.
 *
 * <pre>{@code
 * try (ChromeTrace trace = new ChromeTrace(Path.of("trace.json"));
 *     Pool pool = ProcessPool.builder().observer(trace).build()) {
 *   ...
 * }
 * }</pre>
 */
public final class ChromeTrace implements Observer, Closeable {

  private static final long SAMPLE = 1_000_000; // ns between two values of the counter, at least

  private final TraceFormat out;
  private final long origin = System.nanoTime();
  private final Map<String, TracePool> pools = new HashMap<>();
  private @Nullable IOException failure;
  private boolean closed;

  /**
   * Begins a trace.
   *
   * @param file where it goes; a file that is there is written anew
   * @throws IOException if it cannot be written
   */
  public ChromeTrace(Path file) throws IOException {
    this(Files.newBufferedWriter(file));
  }

  ChromeTrace(Writer writer) throws IOException {
    this.out = new TraceFormat(writer);
  }

  /** Writes an event. A failure to do so ends the trace, and is thrown by {@link #close}. */
  @Override
  public synchronized void on(PoolEvent event) {
    if (closed || failure != null) {
      return;
    }
    try {
      write(event, pool(event.pool()), Math.max(0, event.nanoTime() - origin));
    } catch (IOException e) {
      failure = e;
    }
  }

  private TracePool pool(String name) throws IOException {
    TracePool pool = pools.get(name);
    if (pool == null) {
      pool = new TracePool(pools.size() + 1);
      pools.put(name, pool);
      out.processName(pool.number, name);
    }
    return pool;
  }

  private void write(PoolEvent event, TracePool pool, long at) throws IOException {
    switch (event) {
      case PoolEvent.TaskQueued _ -> count(pool, +1, at);
      case PoolEvent.TaskStarted _ -> count(pool, -1, at);
      case PoolEvent.TaskRetried retried -> {
        attempt(pool, retried.worker(), Attempt.of(retried), at);
        count(pool, retried.worker().isEmpty() ? 0 : +1, at);
      }
      case PoolEvent.TaskEnded ended -> {
        attempt(pool, ended.worker(), Attempt.of(ended), at);
        count(pool, ended.worker().isEmpty() ? -1 : 0, at);
      }
      case PoolEvent.WorkerStarted worker -> mark(pool, worker, "started", "", at);
      case PoolEvent.WorkerReady worker -> mark(pool, worker, "ready", "", at);
      case PoolEvent.WorkerRecycled worker -> mark(pool, worker, "recycled", worker.why(), at);
      case PoolEvent.WorkerDied worker -> mark(pool, worker, "died", worker.cause(), at);
      case PoolEvent.WorkersSet set -> {
        out.counter(pool.number, at, "workers", "workers", set.workers());
        out.mark(pool.number, 0, at, set.workers() + " workers", "why", set.why(), 0);
      }
      case PoolEvent.CircuitOpened circuit ->
          out.mark(pool.number, 0, at, "circuit opened", "why", circuit.why(), 0);
      case PoolEvent.CircuitClosed _ -> out.mark(pool.number, 0, at, "circuit closed", "", "", 0);
    }
  }

  /** What a slice says. */
  private record Attempt(String name, String how, int number, long wall, long cpu) {

    static Attempt of(PoolEvent.TaskRetried event) {
      return new Attempt(
          name(event),
          event.why().toString(),
          event.attempt(),
          event.wall().toNanos(),
          event.cpu().toNanos());
    }

    static Attempt of(PoolEvent.TaskEnded event) {
      return new Attempt(
          name(event),
          event.how().toString(),
          event.attempt(),
          event.wall().toNanos(),
          event.cpu().toNanos());
    }

    private static String name(PoolEvent.TaskEvent event) {
      return event.name().isEmpty() ? "task " + event.task() : event.name();
    }
  }

  private void attempt(TracePool pool, String worker, Attempt attempt, long end)
      throws IOException {
    if (worker.isEmpty()) {
      return; // it ended in the queue
    }
    long wall = Math.min(attempt.wall, end);
    int track = pool.track(worker, out);
    out.slice(
        pool.number,
        track,
        end - wall,
        wall,
        attempt.name,
        attempt.how,
        attempt.number,
        attempt.cpu);
  }

  private void mark(TracePool pool, PoolEvent.WorkerEvent event, String what, String why, long at)
      throws IOException {
    int track = pool.track(event.worker(), out);
    out.mark(pool.number, track, at, what, why.isEmpty() ? "" : "why", why, event.pid());
  }

  /**
   * Events are told a little after they happened, so the counter's time is that of the latest
   * event.
   */
  private void count(TracePool pool, int change, long at) throws IOException {
    pool.queued += change;
    pool.latest = Math.max(pool.latest, at);
    if (pool.queued != pool.counted && pool.latest - pool.countedAt >= SAMPLE) {
      writeCount(pool);
    }
  }

  private void writeCount(TracePool pool) throws IOException {
    pool.counted = pool.queued;
    pool.countedAt = pool.latest;
    out.counter(pool.number, pool.latest, "queued", "tasks", Math.max(0, pool.queued));
  }

  /**
   * Ends the file.
   *
   * @throws IOException if the trace could not be written to its end
   */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (out) {
      if (failure != null) {
        throw failure;
      }
      for (TracePool pool : pools.values()) {
        writeCount(pool);
      }
      out.end();
    }
  }
}
