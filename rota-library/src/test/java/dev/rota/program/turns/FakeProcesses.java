package dev.rota.program.turns;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;

/**
 * Programs without processes, on as many processors as they like, in simulated time. Signals take a
 * while to arrive, and whoever asks is told late by as much as the seed says.
 */
final class FakeProcesses implements Processes {
  static final long MILLI = 1_000_000;
  private static final long STEP = 50_000;
  private static final long FOR_EVER = Long.MAX_VALUE / 4;

  private record Signal(long at, boolean stop) {}

  /** A program that computes and sleeps by turns. */
  static final class Fake {
    private final long burst;
    private final long sleep;
    private final long work;
    private final Queue<Signal> signals = new ArrayDeque<>();
    private long inBurst;
    private long sleepsUntil;
    boolean stopped = true;
    boolean deaf; // to being stopped
    boolean free; // let go
    long cpu;
    int stops;

    private Fake(long work, long burst, long sleep) {
      this.work = work;
      this.burst = burst;
      this.sleep = sleep;
    }

    boolean hasEnded() {
      return cpu >= work;
    }

    boolean runs(long now) {
      return !stopped && !hasEnded() && now >= sleepsUntil;
    }

    private void step(long now) {
      for (var next = signals.peek(); next != null && next.at <= now; next = signals.peek()) {
        stopped = signals.remove().stop && !deaf;
      }
      if (runs(now)) {
        cpu += STEP;
        inBurst += STEP;
        if (inBurst >= burst) {
          inBurst = 0;
          sleepsUntil = now + sleep;
        }
      }
    }
  }

  private final Random random;
  final Map<Integer, Fake> processes = new TreeMap<>();
  long now;
  long latency = 4 * STEP; // of signals, at most

  FakeProcesses(long seed) {
    this.random = new Random(seed);
  }

  Fake hog(int number) {
    return add(number, FOR_EVER, FOR_EVER, 0);
  }

  Fake add(int number, long work, long burst, long sleep) {
    var process = new Fake(work, burst, sleep);
    processes.put(number, process);
    return process;
  }

  /** Lets time pass until the rotation has to do something, or to that time. */
  void step(Rotation rotation, long until, Runnable check) {
    long wake = now + Math.max(0, rotation.dueIn(now, until - now)) + random.nextLong(4 * STEP);
    do {
      now += STEP;
      for (var process : processes.values()) {
        process.step(now);
      }
      check.run();
    } while (now < wake);
    for (var one : Map.copyOf(processes).entrySet()) {
      if (one.getValue().hasEnded()) {
        processes.remove(one.getKey());
        rotation.ended(one.getKey(), one.getValue().cpu, now);
      }
    }
    rotation.pass(now);
  }

  void run(Rotation rotation, long until) {
    while (now < until) {
      step(rotation, until, () -> {});
    }
  }

  long running() {
    return processes.values().stream().filter(one -> one.runs(now) && !one.free).count();
  }

  Fake get(int number) {
    var process = processes.get(number);
    if (process == null) {
      throw new AssertionError("no program " + number);
    }
    return process;
  }

  @Override
  public void stop(int program) {
    get(program).stops++;
    signal(program, true);
  }

  @Override
  public void resume(int program) {
    signal(program, false);
  }

  private void signal(int program, boolean stop) {
    var signals = get(program).signals;
    long last = now;
    for (var one : signals) {
      last = one.at;
    }
    signals.add(new Signal(Math.max(last, now + random.nextLong(latency)), stop));
  }

  @Override
  public State state(int program) {
    var process = get(program);
    return process.stopped ? State.STOPPED : process.runs(now) ? State.RUNNABLE : State.ASLEEP;
  }

  @Override
  public long cpuNanos(int program) {
    return get(program).cpu;
  }
}
