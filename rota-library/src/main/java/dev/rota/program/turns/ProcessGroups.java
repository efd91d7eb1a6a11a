package dev.rota.program.turns;

import dev.rota.linux.ProcessStat;
import dev.rota.program.Programs;
import dev.rota.program.turns.GroupTime.Reading;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The process groups of programs, stopped and continued by signals and seen in {@code /proc}.
 *
 * <p>A group is its leader and those of the leader's descendants that are still in it, and of the
 * orphans that came to the guardian. Who has left the group is neither stopped nor counted.
 *
 * <p>Not thread-safe.
 */
public final class ProcessGroups implements Processes {
  private static final int SIGCONT = 18;
  private static final int SIGSTOP = 19;
  private static final long NANOS_A_TICK = 10_000_000; // USER_HZ is 100 on all of our processors

  private record Member(int process, ProcessStat stat) {}

  /** A group by its leader. */
  private record Group(int leader, GroupTime time) {}

  private final Programs programs;
  private final ProcFile proc;
  private final Map<Integer, Group> groups = new HashMap<>();

  /**
   * Knows no programs yet.
   *
   * @param programs sends signals
   * @param proc where the kernel tells of processes, {@code /proc}
   */
  public ProcessGroups(Programs programs, Path proc) {
    this.programs = programs;
    this.proc = new ProcFile(proc);
  }

  /**
   * Takes a program that was started.
   *
   * @param program its number
   * @param process its process, the leader of its group
   */
  public void started(int program, int process) {
    groups.put(program, new Group(process, new GroupTime()));
  }

  /**
   * Forgets a program.
   *
   * @param program its number
   */
  public void ended(int program) {
    groups.remove(program);
  }

  @Override
  public void stop(int program) {
    signal(program, SIGSTOP);
  }

  @Override
  public void resume(int program) {
    signal(program, SIGCONT);
  }

  private void signal(int program, int signal) {
    try {
      programs.signal(program, signal);
    } catch (IOException e) {
      // it is dead with the guardian
    }
  }

  @Override
  public State state(int program) {
    var group = group(program);
    if (isRunnable(group.leader, stat(group.leader))) {
      return State.RUNNABLE; // most often so, and found at once
    }
    var state = State.STOPPED;
    for (var member : members(group)) {
      if (isRunnable(member.process, member.stat)) {
        return State.RUNNABLE;
      }
      if (!member.stat.isStopped() && !member.stat.hasEnded()) {
        state = State.ASLEEP;
      }
    }
    return state;
  }

  @Override
  public long cpuNanos(int program) {
    var group = group(program);
    var readings = new ArrayList<Reading>();
    for (var member : members(group)) {
      var stat = member.stat;
      long own = Math.max(stat.ownTicks() * NANOS_A_TICK, ofThreads(member));
      long children = stat.childrenTicks() * NANOS_A_TICK;
      readings.add(new Reading(member.process, stat.start(), own, children));
    }
    return group.time.add(readings);
  }

  private Group group(int program) {
    var group = groups.get(program);
    if (group == null) {
      throw new IllegalArgumentException("there is no program " + program);
    }
    return group;
  }

  private @Nullable ProcessStat stat(int process) {
    return ProcessStat.parse(proc.read(process + "/stat"));
  }

  /** Whether it, or one of its threads, computes. */
  private boolean isRunnable(int process, @Nullable ProcessStat stat) {
    if (stat == null || stat.isRunnable()) {
      return stat != null;
    }
    if (stat.threads() > 1) {
      for (var thread : proc.list(process + "/task")) {
        var one = ProcessStat.parse(proc.read(process + "/task/" + thread + "/stat"));
        if (one != null && one.isRunnable()) {
          return true;
        }
      }
    }
    return false;
  }

  /** The CPU time of the threads that live, exactly; 0 where the kernel does not tell. */
  private long ofThreads(Member member) {
    if (member.stat.threads() == 1) {
      return ofThread(member.process + "/schedstat");
    }
    long sum = 0;
    for (var thread : proc.list(member.process + "/task")) {
      sum += ofThread(member.process + "/task/" + thread + "/schedstat");
    }
    return sum;
  }

  private long ofThread(String file) {
    var words = proc.read(file).split(" ", 2);
    return words[0].isEmpty() ? 0 : Long.parseLong(words[0]);
  }

  private List<Member> members(Group group) {
    var members = new ArrayList<Member>();
    var leader = stat(group.leader);
    if (leader != null) {
      members.add(new Member(group.leader, leader));
      addBelow(group.leader, leader, group.leader, members);
      for (int orphan : children(leader.parent(), 1)) {
        if (!isLeader(orphan)) {
          add(orphan, group.leader, members);
        }
      }
    }
    return members;
  }

  private boolean isLeader(int process) {
    for (var group : groups.values()) {
      if (group.leader == process) {
        return true;
      }
    }
    return false;
  }

  private void add(int process, int leader, List<Member> members) {
    var stat = stat(process);
    if (stat != null && stat.group() == leader) {
      members.add(new Member(process, stat));
      addBelow(process, stat, leader, members);
    }
  }

  private void addBelow(int process, ProcessStat stat, int leader, List<Member> members) {
    for (int child : children(process, stat.threads())) {
      add(child, leader, members);
    }
  }

  /** The children of a process; each thread has its own. */
  private List<Integer> children(int process, int threads) {
    var children = new ArrayList<Integer>();
    if (threads == 1) {
      addChildren(process + "/task/" + process, children);
    } else {
      for (var thread : proc.list(process + "/task")) {
        addChildren(process + "/task/" + thread, children);
      }
    }
    return children;
  }

  private void addChildren(String thread, List<Integer> children) {
    for (var child : proc.readAll(thread + "/children").split(" ", -1)) {
      if (!child.isBlank()) {
        children.add(Integer.parseInt(child.strip()));
      }
    }
  }
}
