package dev.rota.http.serve;

import dev.rota.http.link.Board;
import dev.rota.http.link.Row;
import dev.rota.http.link.Row.Count;
import dev.rota.http.link.Row.State;
import dev.rota.program.Program;
import dev.rota.program.ProgramEvent;
import dev.rota.program.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The processes of the workers, and their rows of the board: starts them, signals them, passes on
 * what they write, and clears up behind them. Decides nothing. Used by the service's thread only.
 */
final class Processes {

  static final int TERM = 15;
  static final int KILL = 9;

  private final Programs programs;
  private final Board board;
  private final Journal journal;
  private final Map<Integer, Member> members = new TreeMap<>(); // by worker
  private final BitSet slots = new BitSet();

  Processes(Programs programs, Board board, Journal journal) {
    this.programs = programs;
    this.board = board;
    this.journal = journal;
  }

  /** All that are there, those included that go; the oldest first. */
  List<Member> all() {
    return List.copyOf(members.values());
  }

  @Nullable Member of(int worker) {
    return members.get(worker);
  }

  Optional<Member> inSlot(int slot) {
    return members.values().stream().filter(member -> member.slot == slot).findFirst();
  }

  /** The one that has least to do, and of those the youngest. */
  Optional<Member> leastNeeded(Predicate<Member> among) {
    return members.values().stream()
        .filter(among)
        .min(Comparator.comparingLong(Member::busy).thenComparingInt(member -> -member.worker));
  }

  /** What is run in a slot by one that has a folder while it starts. */
  @FunctionalInterface
  interface Command {
    Program program(int slot, Path folder);
  }

  /** Asks for a process; false if there is no room for it on the board. */
  boolean start(int worker, long generation, Command command, long now) {
    int slot = slots.nextClearBit(0);
    if (slot >= Board.MOST_WORKERS) {
      journal.say("no more than " + Board.MOST_WORKERS + " workers can be there");
      return false;
    }
    slots.set(slot);
    Row row = board.row(slot);
    row.clear();
    row.set(Count.WORKER, worker);
    row.state(State.STARTING);
    try {
      StartFolder folder = StartFolder.make();
      members.put(worker, new Member(worker, slot, row, generation, now, folder));
      programs.start(slot, command.program(slot, folder.path()));
    } catch (IOException e) {
      throw new ServiceException("no workers can be started any more: " + e.getMessage(), e);
    }
    return true;
  }

  void started(Member member, ProgramEvent.Started started, long now) {
    member.pid = started.pid();
    member.row.set(Count.PID, started.pid());
    Echo echo = new Echo("[" + started.pid() + "] ", journal.stream(), now);
    echo.add(started.out());
    echo.add(started.err());
    member.echo = echo;
  }

  /** Passes on what it has written; true if that is more than it may. */
  static boolean listen(Member member, long now) {
    return member.echo != null && member.echo.pass(now);
  }

  /** Nobody new is let in: a connection would wait for workers that do not take it any more. */
  void closeSocket() {
    try {
      programs.closeSocket(WorkerCommand.SOCKET);
    } catch (IOException e) {
      throw new ServiceException("workers cannot be reached any more: " + e.getMessage(), e);
    }
  }

  void signal(Member member, int signal) {
    try {
      programs.signal(member.slot, signal);
    } catch (IOException e) {
      throw new ServiceException("workers cannot be reached any more: " + e.getMessage(), e);
    }
  }

  /** One that has lived is dead: its outputs are read to their ends, and forgotten. */
  void release(Member member, long now) {
    if (member.echo != null) {
      member.echo.close(now);
    }
    try {
      programs.release(member.slot);
    } catch (IOException e) {
      throw new ServiceException("workers cannot be reached any more: " + e.getMessage(), e);
    }
  }

  /** It does not need its folder any more. */
  static void ready(Member member) {
    member.folder.remove();
  }

  /** All are gone with the guardian, and nobody tells of their ends. */
  void clear() {
    members.values().forEach(member -> member.folder.remove());
  }

  /** Its place is free. */
  void remove(Member member) {
    members.remove(member.worker);
    member.folder.remove();
    member.row.state(State.NONE);
    slots.clear(member.slot);
  }
}
