package dev.rota.checks.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A service under load, while workers are killed, replaced, added and taken away, and others send
 * what they should not. Only requests whose worker was killed may fail, and at the end nothing may
 * be left.
 */
public final class Fire {

  private static final int CLIENTS = 6;
  private static final long MEMORY_MARGIN_MIB = 24;

  /** Before, a JVM has not yet all that it needs. */
  private static final long SETTLED_SECONDS = 240;

  private static final int FILES_MARGIN = 24;

  /** A reload takes a second or two, with two processors for all of it. */
  private static final int SECONDS_PER_RELOAD = 6;

  private final Served served;
  private final Ledger ledger = new Ledger();
  private final long seconds;
  private final boolean kills;
  private final Set<ProcessHandle> seen = new HashSet<>();
  private final List<Long> memory = new ArrayList<>();
  private final List<Integer> files = new ArrayList<>();

  private Fire(Served served, long seconds, boolean kills) {
    this.served = served;
    this.seconds = seconds;
    this.kills = kills;
  }

  /** The command, the handler, seconds, model, kills or no-kills. */
  public static void main(String[] arguments) throws Exception {
    List<String> faults =
        run(
            List.of(arguments[0]),
            Path.of(arguments[1]),
            Long.parseLong(arguments[2]),
            arguments[3],
            arguments[4].equals("kills"));
    faults.stream().limit(20).forEach(fault -> System.out.println("WRONG: " + fault));
    System.out.println(faults.isEmpty() ? "all as it should be" : faults.size() + " faults");
    System.exit(faults.isEmpty() ? 0 : 1);
  }

  /** What went wrong; figures are printed. */
  static List<String> run(
      List<String> rota, Path handler, long seconds, String model, boolean kills)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("serve-fire-");
    Served served = Served.start(rota, handler, model, folder);
    List<String> faults = new Fire(served, seconds, kills).burn();
    if (faults.isEmpty()) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    } else {
      System.out.println("its outputs are in " + folder);
    }
    return faults;
  }

  private List<String> burn() throws IOException, InterruptedException {
    long seed = System.nanoTime();
    Clients clients = new Clients(ledger, served.port(), CLIENTS, seed);
    Hostile hostile = new Hostile(served.port(), seed);
    Operator operator = new Operator(served, ledger, kills, seed);
    for (long second = 0; second < seconds; second++) {
      Thread.sleep(1000);
      memory.add(served.mebibytes());
      files.add(served.files());
      note();
    }
    operator.end();
    hostile.end();
    clients.end();
    int status = served.drain();
    if (status != 0) {
      ledger.wrong("it ended with status " + status);
    }
    checkFigures(operator);
    checkLeftovers();
    print(operator, hostile);
    return ledger.faults();
  }

  private void note() {
    ProcessHandle.of(served.pid()).ifPresent(master -> master.descendants().forEach(seen::add));
  }

  /** Between the first half and the second nothing may have grown. */
  private void checkFigures(Operator operator) {
    if (operator.reloads() < seconds / SECONDS_PER_RELOAD) {
      ledger.wrong("only " + operator.reloads() + " reloads");
    }
    int half = memory.size() / 2;
    long grown = most(memory, half, memory.size()) - most(memory, half / 2, half);
    if (grown > MEMORY_MARGIN_MIB && seconds >= SETTLED_SECONDS) {
      ledger.wrong("the master has grown by " + grown + " MiB: " + memory);
    }
    long more = most(files, half, files.size()) - most(files, half / 2, half);
    if (more > FILES_MARGIN) {
      ledger.wrong("master and guardian have " + more + " files more: " + files);
    }
  }

  private static long most(List<? extends Number> numbers, int from, int to) {
    return numbers.subList(from, to).stream().mapToLong(Number::longValue).max().orElse(0);
  }

  private void checkLeftovers() throws IOException {
    seen.stream()
        .filter(ProcessHandle::isAlive)
        .forEach(process -> ledger.wrong("process " + process.pid() + " is left"));
    served.leftovers().forEach(left -> ledger.wrong(left + " is left"));
  }

  private void print(Operator operator, Hostile hostile) {
    System.out.printf(
        "%d s: %d requests answered by %d processes, %d failed (%d of them the first of their"
            + " connections)%n",
        seconds, ledger.answers(), ledger.processes(), ledger.failures(), ledger.unknown());
    System.out.printf(
        "%d workers killed, %d reloads, %d times one more, one less and a new log, %d hostile"
            + " clients%n",
        ledger.kills(), operator.reloads(), operator.turns(), hostile.sent());
    System.out.printf(
        "master: %d MiB in the first half, %d in the second; files of master and guardian: %d,"
            + " %d%n",
        most(memory, 0, memory.size() / 2),
        most(memory, memory.size() / 2, memory.size()),
        most(files, 0, files.size() / 2),
        most(files, files.size() / 2, files.size()));
  }
}
