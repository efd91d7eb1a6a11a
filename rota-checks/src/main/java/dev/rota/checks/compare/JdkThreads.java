package dev.rota.checks.compare;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The JDK's thread pool: nothing travels, so it is what a pool of processes can hope for. */
final class JdkThreads implements Peer {

  private final ExecutorService executor;

  JdkThreads(int workers) {
    executor = Executors.newFixedThreadPool(workers);
  }

  @Override
  public String name() {
    return "JDK ThreadPoolExecutor";
  }

  @Override
  public List<Way> ways() {
    return List.of(
        new Submitting("submit a lambda", payload -> executor.submit(() -> Payload.echo(payload))),
        new Mapping("invokeAll", this::invokeAll));
  }

  private long invokeAll(int count) throws InterruptedException {
    byte[] payload = Payload.bytes();
    Callable<byte[]> task = () -> Payload.echo(payload);
    return executor.invokeAll(Collections.nCopies(count, task)).size();
  }

  @Override
  public void close() {
    executor.close();
  }
}
