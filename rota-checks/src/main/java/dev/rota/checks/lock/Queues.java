package dev.rota.checks.lock;

import dev.rota.checks.lock.Rounds.Row;
import dev.rota.checks.lock.Rounds.Work;
import dev.rota.share.SharedQueue;
import dev.rota.share.SharedRegion;
import java.util.ArrayList;
import java.util.List;

/** Messages of 100 bytes from processes to processes. */
final class Queues implements Part {

  private static final int MESSAGE_BYTES = 100;
  private static final int CAPACITY = 1 << 16;
  private static final int TIMES = 1_000_000;
  private static final int TIMES_IN_PYTHON = 40_000;

  @Override
  public void measure(SharedRegion region) throws Exception {
    Rounds.print(
        "messages of 100 bytes, 1 process to 1",
        Rounds.available(
            new Row("SharedQueue", TIMES, between(region, "queue", 1, 1)),
            new Row("Agrona OneToOneRingBuffer", TIMES, between(region, "ring1", 1, 1)),
            Python.row("multiprocessing.Queue", TIMES_IN_PYTHON, script(1))));
    Rounds.print(
        "messages of 100 bytes, 4 processes to 4",
        Rounds.available(
            new Row("SharedQueue", TIMES, between(region, "queue", 4, 4)),
            new Row("Agrona ManyToOneRingBuffer, 4 to 1", TIMES, between(region, "ring4", 4, 1)),
            Python.row("multiprocessing.Queue", TIMES_IN_PYTHON, script(4))));
  }

  private static Work between(SharedRegion region, String what, int putters, int takers) {
    return times -> {
      region.counter("phase").set(0);
      region.counter("done").set(0);
      List<Process> partners = new ArrayList<>();
      try (Ring _ = Ring.of(region, what)) {
        for (int i = 0; i < putters; i++) {
          partners.add(Partner.start(region, "put-" + what, times / putters));
        }
        for (int i = 0; i < takers; i++) {
          partners.add(Partner.start(region, "take-" + what, times / takers));
        }
        long start = System.nanoTime();
        region.counter("phase").set(1);
        while (region.counter("done").get() < partners.size()) {
          Thread.sleep(1);
        }
        long nanos = System.nanoTime() - start;
        for (Process partner : partners) {
          partner.waitFor();
        }
        return nanos;
      }
    };
  }

  /** What each process that puts does. */
  static void put(SharedRegion region, String what, int times) throws Exception {
    byte[] message = new byte[MESSAGE_BYTES];
    if (what.equals("queue")) {
      SharedQueue queue = region.queue("q", CAPACITY);
      begin(region);
      for (int i = 0; i < times; i++) {
        queue.put(message);
      }
    } else {
      try (Ring ring = Ring.of(region, what)) {
        begin(region);
        for (int i = 0; i < times; i++) {
          ring.put(message);
        }
      }
    }
    region.counter("done").increment();
  }

  /** What each process that takes does. */
  static void take(SharedRegion region, String what, int times) throws Exception {
    if (what.equals("queue")) {
      SharedQueue queue = region.queue("q", CAPACITY);
      begin(region);
      for (int i = 0; i < times; i++) {
        check(queue.take());
      }
    } else {
      try (Ring ring = Ring.of(region, what)) {
        begin(region);
        for (int i = 0; i < times; i++) {
          check(ring.take());
        }
      }
    }
    region.counter("done").increment();
  }

  private static void check(byte[] message) {
    if (message.length != MESSAGE_BYTES) {
      throw new IllegalStateException("a message of " + message.length + " bytes");
    }
  }

  private static void begin(SharedRegion region) throws Exception {
    Partner.ready();
    while (region.counter("phase").get() == 0) {
      Thread.sleep(1);
    }
  }

  private static String script(int processes) {
    return """
    import sys, time, multiprocessing as m
    def put(q, n):
        b = bytes(100)
        for i in range(n):
            q.put(b)
    def take(q, n):
        for i in range(n):
            q.get()
    k = %d
    n = int(sys.argv[1]) // k
    q = m.Queue(600)
    p = [m.Process(target=f, args=(q, n)) for f in (put, take) for i in range(k)]
    t = time.perf_counter_ns()
    for x in p:
        x.start()
    for x in p:
        x.join()
    print(time.perf_counter_ns() - t)
    """
        .formatted(processes);
  }
}
