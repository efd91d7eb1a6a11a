package dev.rota.checks.compare.peer;

import java.io.Serializable;
import java.util.List;
import java.util.concurrent.Callable;
import net.viktorc.pp4j.api.JavaProcessExecutorService;
import net.viktorc.pp4j.impl.ProcessExecutors;

/** PP4J: JVMs that are given serialized tasks as text on their standard streams. */
final class Pp4j implements Peer {

  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  private record Echo(byte[] payload) implements Callable<byte[]>, Serializable {
    @Override
    public byte[] call() {
      return Payload.echo(payload);
    }
  }

  private final JavaProcessExecutorService pool;

  Pp4j(int workers) throws InterruptedException {
    pool = ProcessExecutors.newFixedJavaProcessPool(workers);
  }

  @Override
  public List<Way> ways() {
    return List.of(new Submitting("submit", payload -> pool.submit(new Echo(payload))));
  }

  @Override
  public void close() {
    pool.shutdown();
  }
}
