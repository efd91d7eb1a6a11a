package dev.rota.http.serve;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Clients that ask again and again, over connections that they keep for a while. */
final class Load {

  private static final int REQUESTS_PER_CONNECTION = 50;

  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final Set<String> processes = ConcurrentHashMap.newKeySet();
  private final AtomicLong answers = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean ended;

  Load(Service service, int clients) {
    for (int i = 0; i < clients; i++) {
      threads.add(Thread.ofPlatform().start(() -> run(service)));
    }
  }

  /** A new connection now and then, so that new workers get some, too. */
  private void run(Service service) {
    try {
      while (!ended) {
        try (Client client = new Client(service)) {
          for (int i = 0; i < REQUESTS_PER_CONNECTION && !ended; i++) {
            ask(client);
            Thread.sleep(1); // the machine has other tests to do
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void ask(Client client) throws InterruptedException {
    try {
      var response = client.get("/pid");
      if (response.statusCode() == 200) {
        processes.add(response.body());
        answers.incrementAndGet();
      } else {
        failures.add("status " + response.statusCode());
      }
    } catch (IOException e) {
      failures.add(e.toString());
    }
  }

  void awaitAnswers(long more) throws InterruptedException {
    long wanted = answers.get() + more;
    while (answers.get() < wanted) {
      Thread.sleep(1);
    }
  }

  /** How many processes have answered. */
  long processes() {
    return processes.size();
  }

  void awaitProcesses(long wanted) throws InterruptedException {
    while (processes.size() < wanted) {
      Thread.sleep(1);
    }
  }

  /** The failures of requests; those that are under way are waited for. */
  List<String> end() throws InterruptedException {
    ended = true;
    for (Thread thread : threads) {
      thread.join();
    }
    return List.copyOf(failures);
  }
}
