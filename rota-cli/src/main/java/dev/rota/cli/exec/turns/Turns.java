package dev.rota.cli.exec.turns;

import dev.rota.cli.exec.input.Item;
import dev.rota.program.Program;
import dev.rota.program.ProgramEvent.Ended;
import dev.rota.program.ProgramEvent.Started;
import dev.rota.program.Programs;
import dev.rota.program.turns.ProcessGroups;
import dev.rota.program.turns.Rotation;
import dev.rota.program.turns.Turn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The turns of a run's programs. Used by the dispatcher's thread. */
public final class Turns implements AutoCloseable {
  private final Programs programs;
  private final Shares shares;
  private final ProcessGroups groups;
  private final Rotation rotation;
  private final @Nullable TurnLog log;
  private final Map<Integer, Item> items = new HashMap<>();

  /**
   * Nothing runs yet.
   *
   * @param now of the monotonic clock
   */
  public Turns(TurnRequest request, Programs programs, long now) {
    var trace = request.trace();
    this.programs = programs;
    this.shares = request.shares();
    this.groups = new ProcessGroups(programs, Path.of("/proc"));
    this.rotation =
        new Rotation(request.policy().build(), request.slots(), groups, turn -> ended(turn));
    this.log = trace == null ? null : new TurnLog(trace, now);
  }

  private void ended(Turn turn) {
    var item = items.get(turn.program());
    if (log != null && item != null) {
      log.write(turn, item);
    }
  }

  /** Has a program started, which waits for its turn. */
  public void start(int number, Program program, Item item) throws IOException {
    items.put(number, item);
    programs.startStopped(number, program);
  }

  /** It has been started, and stopped. */
  public void started(Started started, long now) {
    var item = items.get(started.number());
    if (item != null) {
      var share = shares.of(item);
      groups.started(started.number(), started.pid());
      rotation.add(started.number(), share.group(), share.weight(), now);
    }
  }

  /** It has ended, for whatever reason. */
  public void ended(Ended ended, long now) {
    long cpuMicros = ended.userMicros() + ended.systemMicros();
    rotation.ended(ended.number(), cpuMicros * 1000, now);
    forget(ended.number());
  }

  /** It was started and told to end: for that it needs no turn. */
  public void letGo(int number, long now) {
    rotation.letGo(number, now);
    items.remove(number); // so that it gets none if it is only about to be started
  }

  /** It has not been started. */
  public void forget(int number) {
    items.remove(number);
    groups.ended(number);
  }

  /** Nanoseconds until there is something to do, at most so many. */
  public long dueIn(long now, long most) {
    return rotation.dueIn(now, most);
  }

  /** Does what is due. */
  public void pass(long now) {
    rotation.pass(now);
  }

  @Override
  public void close() {
    if (log != null) {
      log.close();
    }
  }
}
