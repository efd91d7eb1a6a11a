package dev.rota.checks.compare;

import dev.rota.MapOptions;
import dev.rota.Outcome;
import dev.rota.Pool;
import dev.rota.Task;
import dev.rota.TaskFunction;
import dev.rota.TaskFuture;
import dev.rota.process.ProcessPool;
import dev.rota.thread.ThreadPool;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Rota's pools. */
final class Rota implements Peer {

  /** How many inputs may be under way in a map that wants throughput. */
  private static final int LOOK_AHEAD = 4096;

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
    return new Rota(ProcessPool.builder().workers(workers).heap("128m").build());
  }

  static Rota threads(int workers) {
    return new Rota(ThreadPool.builder().workers(workers).build());
  }

  @Override
  public String name() {
    return "Rota " + pool.getClass().getSimpleName();
  }

  @Override
  public List<Way> ways() {
    return pool instanceof ProcessPool
        ? List.of(lambda(), record(), mapBytes(), mapRecords(), mapFarAhead())
        : List.of(lambda(), mapBytes());
  }

  private Way lambda() {
    return new Submitting("submit a lambda", this::submitLambda);
  }

  private TaskFuture<byte[]> submitLambda(byte[] payload) {
    return pool.submit(() -> Payload.echo(payload));
  }

  private Way record() {
    return new Submitting("submit a record", payload -> pool.submit(new Echo(payload)));
  }

  private Way mapBytes() {
    return new Mapping("map over byte[]", count -> map(bytes(count), MapOptions.defaults()));
  }

  private Way mapRecords() {
    return new Mapping("map over records", count -> map(items(count), MapOptions.defaults()));
  }

  private Way mapFarAhead() {
    MapOptions options = MapOptions.defaults().withLookAhead(LOOK_AHEAD);
    return new Mapping(
        "map over byte[], look-ahead " + LOOK_AHEAD, count -> map(bytes(count), options));
  }

  private static List<byte[]> bytes(int count) {
    return Collections.nCopies(count, Payload.bytes());
  }

  private static List<Payload.Item> items(int count) {
    return IntStream.range(0, count).mapToObj(Payload::item).toList();
  }

  private <T> long map(List<T> inputs, MapOptions options) {
    TaskFunction<T, T> echo = Payload::echo;
    try (var outcomes = pool.<T, T>map(inputs, echo, options)) {
      return outcomes.filter(outcome -> outcome instanceof Outcome.Success).count();
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
