package dev.rota.checks.compare;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Measures Rota and its peers in one run. All pools live through the whole run; in each round every
 * one is measured once, so that what else the machine does meets them all.
 */
final class Compare {

  private static final int MANY = 4;

  private Compare() {}

  /** A pool that can be had in any size. */
  private interface Kind {
    Peer start(int workers) throws Exception;
  }

  /** Takes the script of the Python side and the number of rounds. */
  static void main(String[] args) throws Exception {
    Locale.setDefault(Locale.ROOT);
    Path script = Path.of(args[0]);
    int rounds = Integer.parseInt(args[1]);
    String python = Python.version();

    List<Kind> kinds = new ArrayList<>();
    kinds.add(Rota::processes);
    kinds.add(Rota::threads);
    kinds.add(JdkThreads::new);
    if (python != null) {
      kinds.add(workers -> new Python(script, "fork", workers));
      kinds.add(workers -> new Python(script, "spawn", workers));
    }

    List<Peer> peers = new ArrayList<>();
    try {
      List<Entry> entries = new ArrayList<>();
      for (Kind kind : kinds) {
        entries.addAll(entries(kind, peers));
      }
      String before = load();
      warmUp(entries);
      measure(entries, rounds);
      new Report(entries, MANY).print();
      IO.println();
      legend(rounds, python, before);
    } finally {
      for (Peer peer : peers) {
        peer.close();
      }
    }
  }

  private static List<Entry> entries(Kind kind, List<Peer> peers) throws Exception {
    Peer one = kind.start(1);
    peers.add(one);
    Peer many = kind.start(MANY);
    peers.add(many);
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < one.ways().size(); i++) {
      Way way = one.ways().get(i);
      entries.add(
          new Entry(one.name() + ": " + way.name(), new Row(way), new Row(many.ways().get(i))));
    }
    return entries;
  }

  private static void warmUp(List<Entry> entries) throws Exception {
    for (Entry entry : entries) {
      System.err.println("warming up " + entry.name());
      for (Work work : entry.one().works()) {
        entry.one().warmUp(work);
        if (work != Work.ROUND_TRIP) {
          entry.many().warmUp(work);
        }
      }
    }
  }

  private static void measure(List<Entry> entries, int rounds) throws Exception {
    for (int round = 1; round <= rounds; round++) {
      System.err.println("round " + round + " of " + rounds);
      for (Entry entry : entries) {
        for (Work work : entry.one().works()) {
          entry.one().measure(work);
          if (work != Work.ROUND_TRIP) {
            entry.many().measure(work);
          }
        }
      }
    }
  }

  private static void legend(int rounds, @Nullable String python, String loadBefore) {
    IO.println(
        """
        Medians of %d rounds, all peers in turn in each; in brackets the ratio to the table's first line. One worker unless said.
        Every task returns its argument, %d bytes or a small record. *p50*, *p99*: time from submit to the result, one task at a
        time. *window*: tasks a second with %d under way. *all at once*: tasks a second when all are submitted before the first
        result is taken. *map*: one call for all inputs. A ThreadPoolExecutor copies nothing and isolates nothing: it is the ceiling.
        JDK %s, %s, %s %s, %d processors; load of the last minute %s before, %s after.\
        """
            .formatted(
                rounds,
                Payload.BYTES,
                Work.WINDOW_SIZE,
                Runtime.version(),
                python == null ? "python3 is not installed: skipped" : python,
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                loadBefore,
                load()));
  }

  private static String load() {
    return "%.1f".formatted(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }
}
