package dev.rota.checks.compare;

import dev.rota.MapOptions;
import dev.rota.Outcome;
import dev.rota.Task;
import dev.rota.TaskFunction;
import dev.rota.TaskFuture;
import dev.rota.process.ProcessPool;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Rota's worker processes. */
final class RotaProcesses implements Peer {

  /** A task whose class travels by name and whose field travels in Rota's own form. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  private record Echo(byte[] payload) implements Task<byte[]> {
    @Override
    public byte[] call() {
      return Payload.echo(payload);
    }
  }

  private final ProcessPool pool;

  RotaProcesses(int workers) {
    pool = ProcessPool.builder().workers(workers).heap("128m").build();
  }

  @Override
  public String name() {
    return "Rota ProcessPool";
  }

  @Override
  public List<Way> ways() {
    return List.of(
        new Submitting("submit a lambda", this::submitLambda),
        new Submitting("submit a record", payload -> pool.submit(new Echo(payload))),
        new Mapping(
            "map over byte[]",
            count -> map(Collections.nCopies(count, Payload.bytes()), MapOptions.defaults())),
        new Mapping(
            "map over records",
            count ->
                map(IntStream.range(0, count).mapToObj(Payload::item).toList(),
                    MapOptions.defaults())),
        new Mapping(
            "map over byte[], look-ahead 4096",
            count ->
                map(Collections.nCopies(count, Payload.bytes()),
                    MapOptions.defaults().withLookAhead(4096))));
  }

  private TaskFuture<byte[]> submitLambda(byte[] payload) {
    return pool.submit(() -> Payload.echo(payload));
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
