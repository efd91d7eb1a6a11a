package dev.rota.checks.compare.peer;

import dev.rota.FunctionCall;
import dev.rota.MapOptions;
import dev.rota.Outcome;
import dev.rota.Pool;
import dev.rota.Task;
import dev.rota.TaskFunction;
import dev.rota.process.ProcessPool;
import dev.rota.thread.ThreadPool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Rota's pools, with a time-out for each task and, of processes, an observer of its events. */
final class Rota implements Peer {

  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final TaskFunction<Object, Object> ECHO = Payload::echo;

  /** A task whose class travels by name and whose field travels in Rota's own form. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  private record Echo(byte[] payload) implements Task<byte[]> {
    @Override
    public byte[] call() {
      return Payload.echo(payload);
    }
  }

  private final Pool pool;

  private Rota(Pool pool) {
    this.pool = pool;
  }

  static Rota processes(int workers) {
    LongAdder events = new LongAdder();
    return new Rota(
        ProcessPool.builder()
            .workers(workers)
            .heap("128m")
            .taskTimeout(TIMEOUT)
            .observer(_ -> events.increment())
            .build());
  }

  static Rota threads(int workers) {
    return new Rota(ThreadPool.builder().workers(workers).taskTimeout(TIMEOUT).build());
  }

  @Override
  public List<Way> ways() {
    Way lambda =
        new Submitting("submit a lambda", payload -> pool.submit(() -> Payload.echo(payload)));
    return pool instanceof ThreadPool
        ? List.of(lambda)
        : List.of(
            new Submitting("submit a record", payload -> pool.submit(new Echo(payload))),
            lambda,
            new Submitting(
                "submit a call", payload -> pool.submit(new FunctionCall<>(ECHO, payload))),
            new Mapping("map", this::map));
  }

  private long map(List<?> inputs) {
    try (var outcomes = pool.<Object, Object>map(inputs, ECHO, MapOptions.defaults())) {
      return outcomes.filter(outcome -> outcome instanceof Outcome.Success).count();
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
