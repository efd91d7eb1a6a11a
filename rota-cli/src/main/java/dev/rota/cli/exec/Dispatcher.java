package dev.rota.cli.exec;

import static java.util.Objects.requireNonNull;

import dev.rota.MapOptions.Order;
import dev.rota.cli.args.UserError;
import dev.rota.cli.exec.command.Template;
import dev.rota.cli.exec.input.Feed;
import dev.rota.program.Program;
import dev.rota.program.ProgramEvent;
import dev.rota.program.ProgramEvent.Ended;
import dev.rota.program.ProgramEvent.NotStarted;
import dev.rota.program.ProgramEvent.Started;
import dev.rota.program.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Starts programs as there is room for them, and follows each to its end. One thread does all of
 * it; the others (reader of events, printer, reader of inputs, signals) leave it {@link Notice}s.
 * It never waits for anything but these.
 */
final class Dispatcher {
  private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Too few descriptors, processes or memory for one more: that may pass. */
  private static final List<Integer> PASSING_ERRORS = List.of(11, 12, 23, 24);

  /** What happens elsewhere. */
  sealed interface Notice {
    /** Something happened to a program. */
    record Program(ProgramEvent event) implements Notice {}

    /** All output of a task is written. */
    record Printed(Task task) implements Notice {}

    /** There are inputs again, or there will be no more. */
    record Inputs() implements Notice {}

    /** Nobody starts programs any more, and those that ran are dead. */
    record Lost(String why) implements Notice {}

    /** The run is to end now: on a signal, or for a reason. */
    record Stop(@Nullable RuntimeException reason) implements Notice {}
  }

  private final ExecRequest request;
  private final Template template;
  private final Programs programs;
  private final Report report;
  private final BlockingQueue<Notice> notices = new LinkedBlockingQueue<>();
  private final Map<Integer, Task> running = new HashMap<>();
  private final Queue<Task> again = new ArrayDeque<>();
  private final Numbers numbers = new Numbers(0);
  private final Numbers seats = new Numbers(1);
  private final Sequence sequence = new Sequence();
  private final Deadlines deadlines;
  private final int mostUnprinted;
  private int unprinted;
  private long nextStart;
  private boolean stopped;
  private boolean starved;
  private @Nullable RuntimeException failure;

  Dispatcher(ExecRequest request, Template template, Programs programs, Report report) {
    this.request = request;
    this.template = template;
    this.programs = programs;
    this.report = report;
    var timeout = request.timeout();
    this.deadlines = new Deadlines(timeout == null ? 0 : timeout.toNanos(), this::signal);
    this.mostUnprinted =
        request.order() == Order.INPUT ? 1000 + 4 * request.workers() : 16 + request.workers();
    this.nextStart = System.nanoTime();
  }

  /** From any thread. */
  void tell(Notice notice) {
    notices.add(notice);
  }

  /** Returns when all inputs have ended, and all their output is printed, or when told to stop. */
  void run(Feed feed, Printer printer) throws IOException {
    Thread.ofPlatform().daemon().name("rota-events").start(this::readEvents);
    try {
      while (true) {
        startSome(feed);
        if (running.isEmpty() && (stopped || (again.isEmpty() && feed.isEmpty()))) {
          break;
        }
        await(printer);
      }
    } catch (UserError e) { // inputs that cannot be read on
      stop(e);
      while (!running.isEmpty()) {
        await(printer);
      }
    }
    sequence.rest().forEach(printer::print);
    printer.finish(stopped ? TimeUnit.SECONDS.toMillis(2) : 0);
    for (var left = notices.poll(); left != null; left = notices.poll()) {
      take(left, printer);
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void readEvents() {
    try {
      for (var event = programs.next(); event != null; event = programs.next()) {
        tell(new Notice.Program(event));
      }
      tell(new Notice.Lost("was killed"));
    } catch (IOException e) {
      tell(new Notice.Lost("is lost: " + e.getMessage()));
    }
  }

  private void startSome(Feed feed) throws IOException {
    while (!stopped
        && !starved
        && running.size() < request.workers()
        && unprinted < mostUnprinted) {
      if (request.delay() != null && System.nanoTime() - nextStart < 0) {
        return;
      }
      var task = again.poll();
      if (task == null) {
        var item = feed.poll();
        if (item == null) {
          return;
        }
        task = new Task(item);
        sequence.begin(task);
      }
      start(task);
    }
  }

  private void start(Task task) throws IOException {
    task.attempts++;
    task.end = null;
    task.error = 0;
    task.overdue = false;
    task.seat = seats.take();
    task.number = numbers.take();
    task.startedAt = System.currentTimeMillis();
    task.started = System.nanoTime();
    running.put(task.number, task);
    programs.start(task.number, program(task));
    deadlines.started(task);
    var delay = request.delay();
    if (delay != null) {
      nextStart = task.started + delay.toNanos();
    }
  }

  private Program program(Task task) {
    var words = new ArrayList<byte[]>();
    for (var word : words(task)) {
      words.add(word.getBytes(StandardCharsets.ISO_8859_1));
    }
    return new Program(words, Program.Output.FILES, null, false);
  }

  private List<String> words(Task task) {
    return template.fill(task.item, task.seat);
  }

  /** Until something is told, or something is due. */
  private void await(Printer printer) throws IOException {
    long now = System.nanoTime();
    long most =
        request.delay() == null
            ? LONGEST_WAIT_NANOS
            : Math.max(1, Math.min(LONGEST_WAIT_NANOS, nextStart - now));
    try {
      var notice = notices.poll(Math.max(0, deadlines.wait(now, most)), TimeUnit.NANOSECONDS);
      for (; notice != null; notice = notices.poll()) {
        take(notice, printer);
      }
    } catch (InterruptedException e) {
      stop(null);
    }
    deadlines.pass(System.nanoTime());
    starved &= !running.isEmpty();
  }

  private void take(Notice notice, Printer printer) throws IOException {
    switch (notice) {
      case Notice.Program(Ended end) -> ended(end, printer);
      case Notice.Program(NotStarted no) -> notStarted(no, printer);
      case Notice.Program(Started _) -> {}
      case Notice.Printed(Task task) -> printed(task);
      case Notice.Inputs() -> {}
      case Notice.Stop(RuntimeException reason) -> stop(reason);
      case Notice.Lost(String why) -> {
        running.clear();
        stop(new UserError("the process that starts programs " + why));
      }
    }
  }

  private Task leave(int number) {
    var task = requireNonNull(running.remove(number));
    seats.giveBack(task.seat);
    starved = false;
    return task;
  }

  private void ended(Ended end, Printer printer) throws IOException {
    var task = leave(end.number());
    task.end = end;
    if (end.output().isEmpty()) {
      numbers.giveBack(task.number);
    }
    if (stopped) {
      release(task);
    } else if (!task.isSuccess() && task.attempts <= request.retries()) {
      release(task);
      again.add(task);
    } else {
      finish(task, printer);
    }
  }

  private void notStarted(NotStarted no, Printer printer) {
    var task = leave(no.number());
    numbers.giveBack(no.number());
    if (PASSING_ERRORS.contains(no.error()) && (!running.isEmpty() || unprinted > 0)) {
      task.attempts--;
      again.add(task);
      starved = true; // until another ends
      return;
    }
    task.error = no.error();
    report.notStarted(words(task).getFirst(), no.error());
    finish(task, printer);
  }

  private void finish(Task task, Printer printer) {
    report.ended(task);
    boolean hasOutput = !task.output().isEmpty();
    unprinted += hasOutput ? 1 : 0;
    if (request.order() == Order.INPUT) {
      sequence.end(task, hasOutput).forEach(printer::print);
    } else if (hasOutput) {
      printer.print(task);
    }
  }

  private void printed(Task task) throws IOException {
    unprinted--;
    release(task);
  }

  /** What is left of a task in the guardian goes. */
  private void release(Task task) throws IOException {
    if (!task.output().isEmpty()) {
      programs.release(task.number);
      numbers.giveBack(task.number);
    }
  }

  private void stop(@Nullable RuntimeException reason) {
    if (failure == null) {
      failure = reason;
    }
    if (!stopped) {
      stopped = true;
      long now = System.nanoTime();
      running.values().forEach(task -> deadlines.end(task, now));
    }
  }

  private void signal(Task task, int signal) {
    try {
      programs.signal(task.number, signal);
    } catch (IOException e) {
      // it is dead with the guardian
    }
  }
}
