package dev.rota.http.serve;

import dev.rota.http.link.Cause;
import dev.rota.http.link.Row;
import dev.rota.http.link.Row.Count;
import dev.rota.http.link.Row.State;
import dev.rota.linux.ProcessMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * What processes of workers take, as {@code /proc} tells it: looks once a second, and has those
 * replaced that take more than they may. A limit below what a worker takes when it has just become
 * ready is told of, and left out for it, as workers would be replaced without end.
 */
final class Usage {

  private static final long INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();

  private final Plan.Care limits;
  private final Journal journal;

  Usage(Plan.Care limits, Journal journal) {
    this.limits = limits;
    this.journal = journal;
  }

  /** Looks, unless that was but a moment ago. */
  void look(Member member, long now) {
    Row row = member.row;
    if (row.state() != State.READY || now - member.lookedAt < INTERVAL_NANOS) {
      return;
    }
    boolean first = member.lookedAt == Member.NEVER;
    member.lookedAt = now;
    long memory = ProcessMemory.of(member.pid).resident();
    row.set(Count.MEMORY, memory);
    boolean tooLarge = limits.memory() != 0 && memory > limits.memory();
    boolean tooMany =
        limits.files() != 0 && files(member.pid) - row.get(Count.CONNECTIONS) > limits.files();
    if (first) {
      member.memoryExempt = tooLarge;
      member.filesExempt = tooMany;
      tellOfLowLimits(member, memory);
    } else if (tooLarge && !member.memoryExempt) {
      row.wear(Cause.MEMORY);
    } else if (tooMany && !member.filesExempt) {
      row.wear(Cause.FILES);
    }
  }

  private void tellOfLowLimits(Member member, long memory) {
    if (member.memoryExempt) {
      journal.say(
          "no limit of memory for worker "
              + member.pid
              + ": it takes "
              + (memory >> 20)
              + " MiB before it has done anything");
    }
    if (member.filesExempt) {
      journal.say(
          "no limit of open files for worker "
              + member.pid
              + ": it has "
              + files(member.pid)
              + " before it has done anything");
    }
  }

  /** How many a process has open; 0 if it is gone or hidden. */
  private static long files(long pid) {
    try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return open.count();
    } catch (IOException | RuntimeException e) {
      return 0;
    }
  }
}
