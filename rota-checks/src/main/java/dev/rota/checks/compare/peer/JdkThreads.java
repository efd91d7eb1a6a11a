package dev.rota.checks.compare.peer;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The JDK's ThreadPoolExecutor: nothing travels, so it is what a pool of processes can hope for.
 */
final class JdkThreads implements Peer {

  private final ExecutorService executor;

  JdkThreads(int workers) {
    executor = Executors.newFixedThreadPool(workers);
  }

  @Override
  public List<Way> ways() {
    return List.of(
        new Submitting("submit", payload -> executor.submit(() -> Payload.echo(payload))));
  }

  @Override
  public void close() {
    executor.close();
  }
}
