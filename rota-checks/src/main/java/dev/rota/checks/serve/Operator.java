package dev.rota.checks.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who has workers replaced without end, takes some away and adds them, moves the log away, and
 * kills now and then.
 */
final class Operator {

  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private final Served served;
  private final Ledger ledger;
  private final SplittableRandom random; // of the reloader
  private final SplittableRandom chance; // of the killer
  private final Thread reloader = Thread.ofPlatform().name("reloader").unstarted(this::reload);
  private final Thread killer = Thread.ofPlatform().name("killer").unstarted(this::kill);
  private volatile boolean ended;
  private final AtomicInteger reloads = new AtomicInteger();
  private final AtomicInteger turns = new AtomicInteger();

  Operator(Served served, Ledger ledger, boolean kills, long seed) {
    this.served = served;
    this.ledger = ledger;
    this.random = new SplittableRandom(seed);
    this.chance = random.split();
    reloader.start();
    if (kills) {
      killer.start();
    }
  }

  int reloads() {
    return reloads.get();
  }

  /** How many times there was one worker more, then one less, and a new log. */
  int turns() {
    return turns.get();
  }

  void end() throws InterruptedException {
    ended = true;
    reloader.join();
    killer.join();
  }

  private void reload() {
    try {
      while (!ended) {
        List<Long> before = served.workers();
        served.signal("HUP");
        awaitReplaced(before);
        if (reloads.incrementAndGet() % 3 == 0) {
          turn();
        }
      }
    } catch (IOException e) {
      ledger.wrong("the service cannot be asked for its workers: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitReplaced(List<Long> before) throws IOException, InterruptedException {
    long since = System.nanoTime();
    List<Long> now = before;
    while (now.isEmpty() || !Collections.disjoint(now, before)) {
      if (System.nanoTime() - since > PATIENCE_NANOS) {
        ledger.wrong("a reload does not come to its end: " + served.status());
        return;
      }
      Thread.sleep(50);
      now = served.workers();
    }
  }

  private void turn() throws IOException, InterruptedException {
    served.signal("TTIN");
    Thread.sleep(random.nextInt(500));
    served.signal("TTOU");
    if (Files.exists(served.log())) {
      Files.move(
          served.log(),
          served.log().resolveSibling("access.old"),
          StandardCopyOption.REPLACE_EXISTING);
    }
    served.signal("USR1");
    int _ = turns.incrementAndGet();
  }

  private void kill() {
    try {
      while (!ended) {
        Thread.sleep(chance.nextInt(500, 4000));
        List<Long> workers = served.workers();
        if (!workers.isEmpty()) {
          long victim = workers.get(chance.nextInt(workers.size()));
          long before = System.nanoTime();
          Served.signal("KILL", victim);
          ledger.killed(victim, before);
        }
      }
    } catch (IOException e) {
      ledger.wrong("the service cannot be asked for its workers: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
