package dev.rota.program.turns;

import dev.rota.program.turns.Contender.State;
import dev.rota.program.turns.Turn.End;
import dev.rota.schedule.Policy;
import dev.rota.schedule.Ready;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets programs take turns on a few slots: one runs in each slot, the others are stopped. Whose
 * turn it is and for how long is up to a {@link Policy}, as in pools and in the simulator.
 *
 * <p>A turn is over when its program has stopped, so that no more run than there are slots and what
 * it is charged with is exact. A program that sleeps in its turn gives up the rest of it. It is not
 * stopped then, as nobody could see when a stopped program wakes up: it sleeps on without a slot,
 * is looked at again and again, and once it computes it is stopped and stands in line. What it has
 * used until then is charged in its next turn. A program that has stopped itself is left alone in
 * the same way, until somebody lets it go on.
 *
 * <p>Not thread-safe: all calls come from one thread, and {@code now} never goes back.
 */
public final class Rotation {

  /** Who uses less than this part of the time is asleep. */
  static final int HARDLY = 20;

  private static final long STOP_LOOK_NANOS = 100_000;

  /** One that sleeps too deep in the kernel to be stopped does not compute there. */
  private static final long PATIENCE_NANOS = 20_000_000;

  /** On a busy machine one has to wait for a processor in order to stop. */
  private static final long LONG_PATIENCE_NANOS = 500_000_000;

  private static final long LEAST_LOOK_NANOS = 1_000_000;
  private static final long MOST_LOOK_NANOS = 10_000_000;
  private static final int LOOKS_A_SLICE = 10;
  private static final int NAPS_A_LOOK = 8;

  private final Policy policy;
  private final Processes processes;
  private final Consumer<Turn> trace;
  private final @Nullable Contender[] slots;
  private final Map<Integer, Contender> all = new HashMap<>();
  private final List<Contender> waiting = new ArrayList<>();
  private final List<Contender> loose = new ArrayList<>(); // ready, not told to stop yet
  private long arrived;
  private int ready;

  /**
   * Begins without programs.
   *
   * @param policy whose turn it is; for this rotation alone
   * @param slots how many run at a time, 1 or more
   * @param processes where programs run
   * @param trace is told each turn at its end
   */
  public Rotation(Policy policy, int slots, Processes processes, Consumer<Turn> trace) {
    if (slots < 1) {
      throw new IllegalArgumentException("slots must be 1 or more, not " + slots);
    }
    this.policy = policy;
    this.processes = processes;
    this.trace = trace;
    this.slots = new Contender[slots];
  }

  /**
   * Takes a program that is stopped, or about to be.
   *
   * @param program its number, which no other has until it has ended
   * @param group of the share tree; empty for none
   * @param weight among the members of its group, above 0
   * @param now in nanoseconds
   */
  public void add(int program, String group, double weight, long now) {
    var contender = new Contender(arrived++, program, group, weight);
    all.put(program, contender);
    makeReady(contender, Ready.ARRIVED, now);
    fill(now);
  }

  /**
   * Forgets a program that has ended.
   *
   * @param program its number
   * @param cpuNanos all that it has used
   * @param now in nanoseconds
   */
  public void ended(int program, long cpuNanos, long now) {
    var contender = all.remove(program);
    if (contender != null) {
      depart(contender, cpuNanos, now);
    }
  }

  /**
   * Lets a program run on without turns, from now to its end: it is told to end, say.
   *
   * @param program its number
   * @param now in nanoseconds
   */
  public void letGo(int program, long now) {
    var contender = all.remove(program);
    if (contender != null) {
      if (contender.stopped) {
        processes.resume(program);
      }
      depart(contender, processes.cpuNanos(program), now);
    }
  }

  private void depart(Contender contender, long cpuNanos, long now) {
    switch (contender.state) {
      case RUNNING, STOPPING -> {
        endTurn(contender, End.ENDED, cpuNanos, now);
        policy.leave(contender, true, now);
      }
      case WAITING -> {
        waiting.remove(contender);
        policy.add(contender, Ready.WOKEN, now);
        var _ = policy.remove(contender, now);
      }
      case READY -> {
        ready--;
        var _ = policy.remove(contender, now); // or it is left out when it is handed out
      }
      case GONE -> throw new AssertionError(contender);
    }
    contender.state = State.GONE;
    fill(now);
  }

  /**
   * Nanoseconds until there is something to do.
   *
   * @param now in nanoseconds
   * @param most the answer if there is nothing
   * @return 0 or less if it is due
   */
  public long dueIn(long now, long most) {
    long wait = most;
    for (var contender : slots) {
      wait = contender == null ? wait : Math.min(wait, contender.due - now);
    }
    for (var contender : waiting) {
      wait = Math.min(wait, contender.due - now);
    }
    return wait;
  }

  /**
   * Does what is due.
   *
   * @param now in nanoseconds
   */
  public void pass(long now) {
    for (var contender : List.copyOf(waiting)) {
      if (now - contender.due >= 0) {
        lookAtWaiting(contender, now);
      }
    }
    for (var contender : slots) {
      if (contender != null && now - contender.due >= 0) {
        if (contender.state == State.STOPPING) {
          lookAtStopping(contender, now);
        } else if (contender.left(now) > 0) {
          lookAtRunning(contender, now);
        } else {
          expire(contender, now);
        }
      }
    }
    fill(now);
  }

  /** Who is alone need not stop for a new turn. */
  private void expire(Contender contender, long now) {
    if (ready > 0) {
      stop(contender, End.EXPIRED, now);
    } else {
      endTurn(contender, End.EXPIRED, processes.cpuNanos(contender.number), now);
      makeReady(contender, Ready.EXPIRED, now);
      fill(now);
    }
  }

  private static long lookNanos(Contender contender) {
    return Math.clamp(contender.slice / LOOKS_A_SLICE, LEAST_LOOK_NANOS, MOST_LOOK_NANOS);
  }

  /** How long one has to sleep to be asleep. */
  private static long napNanos(Contender contender) {
    return Math.max(LEAST_LOOK_NANOS, lookNanos(contender) / NAPS_A_LOOK);
  }

  private void lookAtRunning(Contender contender, long now) {
    var state = processes.state(contender.number);
    if (state == Processes.State.RUNNABLE) {
      contender.isAwake();
      contender.goes = true;
      contender.due = now + Math.min(lookNanos(contender), contender.left(now));
      return;
    }
    long cpu = processes.cpuNanos(contender.number);
    // On a busy machine it takes a while to go on, and has not stopped itself meanwhile.
    contender.goes |= state != Processes.State.STOPPED || cpu > contender.cpuAtResume;
    if (contender.goes && contender.hasSlept(cpu, now)) {
      setAside(contender, cpu, now);
    } else {
      contender.isAsleep(cpu, now);
      contender.due = now + napNanos(contender);
    }
  }

  private void setAside(Contender contender, long cpu, long now) {
    endTurn(contender, End.WAITS, cpu, now);
    policy.leave(contender, false, now);
    contender.state = State.WAITING;
    contender.began = now;
    waiting.add(contender);
    contender.isAsleep(cpu, now);
    contender.due = now + napNanos(contender);
  }

  private void lookAtStopping(Contender contender, long now) {
    var state = processes.state(contender.number);
    if (state != Processes.State.STOPPED) {
      boolean computes = state == Processes.State.RUNNABLE && !contender.deaf;
      if (now - contender.stopping < (computes ? LONG_PATIENCE_NANOS : PATIENCE_NANOS)) {
        contender.due = now + STOP_LOOK_NANOS;
        return;
      }
    }
    contender.deaf = state == Processes.State.RUNNABLE; // not ours to stop
    var why = contender.why == End.PREEMPTED ? Ready.PREEMPTED : Ready.EXPIRED;
    endTurn(contender, contender.why, processes.cpuNanos(contender.number), now);
    makeReady(contender, why, now);
  }

  private void lookAtWaiting(Contender contender, long now) {
    var state = processes.state(contender.number);
    long cpu = processes.cpuNanos(contender.number);
    boolean sleepsOn = state == Processes.State.ASLEEP && contender.hasSlept(cpu, now);
    if (sleepsOn || state == Processes.State.STOPPED) {
      contender.isAsleep(cpu, now);
      // Who sleeps long will go on to do so.
      long slept = now - contender.began;
      contender.due = now + Math.clamp(slept / 4, napNanos(contender), lookNanos(contender));
    } else {
      waiting.remove(contender);
      makeReady(contender, Ready.WOKEN, now);
    }
  }

  private void makeReady(Contender contender, Ready why, long now) {
    contender.state = State.READY;
    policy.add(contender, why, now);
    ready++;
    if (!contender.stopped) {
      loose.add(contender);
    }
    if (why == Ready.ARRIVED || why == Ready.WOKEN) {
      preemptFor(contender, now);
    }
  }

  private void preemptFor(Contender contender, long now) {
    var running = new ArrayList<Contender>();
    for (var one : slots) {
      if (one == null) {
        return;
      }
      if (one.state == State.RUNNING) {
        charge(one, processes.cpuNanos(one.number), now);
        running.add(one);
      }
    }
    if (policy.victim(contender, running, now) instanceof Contender victim) {
      stop(victim, End.PREEMPTED, now);
    }
  }

  /** The slot is free when it has stopped. */
  private void stop(Contender contender, End why, long now) {
    if (hasStoppedItself(contender)) {
      setAside(contender, processes.cpuNanos(contender.number), now);
      return;
    }
    processes.stop(contender.number);
    contender.stopped = true;
    contender.state = State.STOPPING;
    contender.why = why;
    contender.stopping = now;
    contender.due = now + STOP_LOOK_NANOS;
  }

  /** A look that comes late may be the first that sees it; who is stopped as well is let go on. */
  private boolean hasStoppedItself(Contender contender) {
    return processes.state(contender.number) == Processes.State.STOPPED
        && (contender.goes || processes.cpuNanos(contender.number) > contender.cpuAtResume);
  }

  private void endTurn(Contender contender, End why, long cpuNanos, long now) {
    charge(contender, cpuNanos, now);
    slots[contender.slot] = null;
    trace.accept(
        new Turn(
            contender.number, contender.slot, contender.began, now, contender.chargedInTurn, why));
  }

  private void charge(Contender contender, long cpuNanos, long now) {
    policy.charge(contender, contender.charge(cpuNanos), now);
  }

  /** Hands free slots out, and stops who has got none. */
  private void fill(long now) {
    for (int slot = 0; slot < slots.length && ready > 0; slot++) {
      if (slots[slot] == null) {
        handOut(next(now), slot, now);
      }
    }
    for (var contender : loose) {
      if (contender.state == State.READY && !contender.stopped) {
        processes.stop(contender.number);
        contender.stopped = true;
      }
    }
    loose.clear();
  }

  private Contender next(long now) {
    while (policy.next(now) instanceof Contender contender) {
      if (contender.state == State.READY) {
        ready--;
        return contender;
      }
      policy.leave(contender, true, now); // it went while it was ready
    }
    throw new IllegalStateException("the policy hands out none of " + ready + " ready programs");
  }

  private void handOut(Contender contender, int slot, long now) {
    contender.state = State.RUNNING;
    contender.slot = slot;
    contender.began = now;
    contender.slice = policy.slice(contender, now);
    contender.chargedInTurn = 0;
    contender.isAwake();
    contender.due = now + Math.min(napNanos(contender), contender.slice);
    slots[slot] = contender;
    contender.goes = !contender.stopped;
    if (contender.stopped) {
      contender.stopped = false;
      contender.cpuAtResume = processes.cpuNanos(contender.number);
      processes.resume(contender.number);
    }
  }
}
