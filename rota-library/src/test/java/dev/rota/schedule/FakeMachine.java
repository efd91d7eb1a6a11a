package dev.rota.schedule;

import static java.lang.Math.max;
import static java.lang.Math.min;
import static java.util.Comparator.comparingLong;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The least machine that a policy can run: processors, time that jumps from event to event, nothing
 * that costs anything. It also checks what holds for every policy: no processor is idle while a
 * task is ready, and nobody is handed out who is not.
 */
final class FakeMachine {

  record Slice(Toy task, long start, long end) {}

  private record Event(long at, Toy task, Ready why) {}

  private static final class Processor {
    @Nullable Toy task;
    long since;
    long charged;
    long end;
  }

  private final Policy policy;
  private final List<Processor> processors = new ArrayList<>();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          comparingLong(Event::at)
              .thenComparing(Event::why)
              .thenComparingLong(event -> event.task.order()));
  final List<Slice> slices = new ArrayList<>();
  private boolean keepsSlices = true;
  private long start;
  private long now;
  private int readyTasks;
  int preemptions;

  FakeMachine(Policy policy, int processors) {
    this.policy = policy;
    for (int i = 0; i < processors; i++) {
      this.processors.add(new Processor());
    }
  }

  static FakeMachine of(String policy, int processors, Toy... tasks) {
    return new FakeMachine(PolicySpec.parse(policy).build(), processors).with(Arrays.asList(tasks));
  }

  FakeMachine with(List<Toy> tasks) {
    tasks.forEach(task -> events.add(new Event(task.arrival, task, Ready.ARRIVED)));
    return this;
  }

  FakeMachine withoutSlices() {
    keepsSlices = false;
    return this;
  }

  /** Lets the policy's clock begin there, and not at 0. */
  FakeMachine from(long beginning) {
    start = beginning;
    return this;
  }

  FakeMachine run() {
    return runUntil(Long.MAX_VALUE);
  }

  /** Runs until then; what runs at that time is charged. */
  FakeMachine runUntil(long end) {
    while (step(end)) {}
    return this;
  }

  long now() {
    return now;
  }

  private long clock() {
    return start + now;
  }

  private boolean step(long end) {
    long next = events.isEmpty() ? Long.MAX_VALUE : events.element().at;
    for (Processor processor : processors) {
      next = processor.task == null ? next : min(next, processor.end);
    }
    if (next == Long.MAX_VALUE || next >= end) {
      now = end == Long.MAX_VALUE ? now : end;
      processors.stream().filter(p -> p.task != null).forEach(this::charge);
      return false;
    }
    now = next;
    var expired = stop();
    var came = arrive();
    expired.stream()
        .sorted(comparingLong(Schedulable::order))
        .forEach(task -> ready(task, Ready.EXPIRED));
    processors.forEach(this::fill);
    came.forEach(this::preemptFor);
    return true;
  }

  /** Takes the tasks from the processors that have come to an end. */
  private List<Toy> stop() {
    var expired = new ArrayList<Toy>();
    for (Processor processor : processors) {
      if (processor.task != null && processor.end == now) {
        Toy task = take(processor);
        if (task.left > 0) {
          expired.add(task);
        } else {
          endBurst(task);
        }
      }
    }
    return expired;
  }

  private Toy take(Processor processor) {
    Toy task = Objects.requireNonNull(processor.task);
    charge(processor);
    if (keepsSlices && now > processor.since) {
      slices.add(new Slice(task, processor.since, now));
    }
    processor.task = null;
    return task;
  }

  private void charge(Processor processor) {
    Toy task = Objects.requireNonNull(processor.task);
    long used = now - processor.charged;
    processor.charged = now;
    task.use(used);
    policy.charge(task, used, clock());
  }

  private void endBurst(Toy task) {
    long wait = task.beginWait();
    boolean ended = wait < 0;
    policy.leave(task, ended, clock());
    if (ended) {
      task.finished = now;
    } else {
      events.add(new Event(now + wait, task, Ready.WOKEN));
    }
  }

  private List<Toy> arrive() {
    var came = new ArrayList<Toy>();
    while (!events.isEmpty() && events.element().at == now) {
      Event event = events.remove();
      if (event.why == Ready.WOKEN && !event.task.endWait()) {
        throw new AssertionError("tasks end with a CPU burst");
      }
      ready(event.task, event.why);
      came.add(event.task);
    }
    return came;
  }

  private void ready(Toy task, Ready why) {
    task.ready = now;
    readyTasks++;
    policy.add(task, why, clock());
  }

  private void fill(Processor processor) {
    if (processor.task != null) {
      return;
    }
    Toy task = (Toy) policy.next(clock());
    if (task == null) {
      if (readyTasks > 0) {
        throw new AssertionError("idle at " + now + " with " + readyTasks + " ready");
      }
      return;
    }
    if (task.ready < 0) {
      throw new AssertionError(task + " is handed out at " + now + ", and was not ready");
    }
    readyTasks--;
    task.longestWait = max(task.longestWait, now - task.ready);
    task.ready = -1;
    task.firstRun = task.firstRun < 0 ? now : task.firstRun;
    processor.task = task;
    processor.since = now;
    processor.charged = now;
    long slice = policy.slice(task, clock());
    if (slice <= 0) {
      throw new AssertionError("a slice of " + slice + " for " + task);
    }
    processor.end = now + min(slice, task.left);
  }

  private void preemptFor(Toy came) {
    if (came.ready < 0) {
      return;
    }
    List<Toy> running = new ArrayList<>();
    processors.forEach(processor -> running.add(Objects.requireNonNull(processor.task)));
    var victim = policy.victim(came, running, clock());
    if (victim != null) {
      preemptions++;
      Processor processor = processors.get(running.indexOf(victim));
      ready(take(processor), Ready.PREEMPTED);
      fill(processor);
    }
  }

  /** What ran when on one processor, such as {@code a0-10 b10-20}, in milliseconds. */
  String chart() {
    var chart = new ArrayList<String>();
    for (int i = 0; i < slices.size(); i++) {
      Slice first = slices.get(i);
      while (i + 1 < slices.size() && slices.get(i + 1).task == first.task) {
        i++;
      }
      chart.add(first.task + "" + ms(first.start) + "-" + ms(slices.get(i).end));
    }
    return String.join(" ", chart);
  }

  private static String ms(long nanos) {
    return nanos % 1_000_000 == 0 ? "" + nanos / 1_000_000 : "" + nanos / 1e6;
  }
}
