package dev.rota.cli.exec;

import static java.util.Objects.requireNonNull;

import dev.rota.MapOptions.Order;
import dev.rota.cli.args.UserError;
import dev.rota.cli.exec.input.Feed;
import dev.rota.cli.exec.turns.Turns;
import dev.rota.program.ProgramEvent;
import dev.rota.program.ProgramEvent.Ended;
import dev.rota.program.ProgramEvent.NotStarted;
import dev.rota.program.ProgramEvent.Started;
import dev.rota.program.Programs;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
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
  private static final int LEAST_AHEAD = 16;
  private static final int MOST_AHEAD = 64;
  private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How long what has ended may take to be printed, once the run is to end. */
  private static final long LAST_WORDS_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** Too few descriptors, processes or memory for one more: that may pass. */
  private static final List<Integer> PASSING_ERRORS = List.of(11, 12, 23, 24);

  private final ExecRequest request;
  private final Launch launch;
  private final Programs programs;
  private final @Nullable Turns turns;
  private final Report report;
  private final @Nullable Log log;
  private final Gate gate;
  private final Width width;
  private final Printing printing;
  private final Deadlines deadlines;
  private final int mostUnprinted;
  private final BlockingQueue<Notice> notices = new LinkedBlockingQueue<>();
  private final Map<Integer, Task> running = new HashMap<>();
  private final Queue<Task> again = new ArrayDeque<>();
  private final Numbers numbers = new Numbers(0);
  private final Numbers seats = new Numbers(1);
  private final int ahead;
  private int unprinted;
  private boolean starved;
  private boolean noMore;
  private boolean stopped;
  private long stoppedAt;
  private @Nullable RuntimeException failure;

  Dispatcher(
      ExecRequest request,
      Launch launch,
      Programs programs,
      @Nullable Turns turns,
      Gate gate,
      Width width,
      Report report,
      @Nullable Log log) {
    this.request = request;
    this.launch = launch;
    this.programs = programs;
    this.turns = turns;
    this.gate = gate;
    this.width = width;
    this.report = report;
    this.log = log;
    this.printing =
        new Printing(
            request.outputs(),
            task -> tell(new Notice.Printed(task)),
            reason -> tell(new Notice.Stop(reason)));
    var timeout = request.timeout();
    this.deadlines = new Deadlines(timeout == null ? 0 : timeout.toNanos(), this::signal);
    this.ahead = ahead();
    this.mostUnprinted =
        request.outputs().order() == Order.INPUT
            ? 1000 + 4 * request.workers().most()
            : 16 + request.workers().most();
  }

  /**
   * How many programs the guardian has beside those that run. It knows the ones after these, where
   * it does not matter to us when they start: so short programs need not wait for our answer, and
   * it tells us of several at a time.
   */
  private int ahead() {
    boolean startMatters =
        request.timeout() != null
            || request.halt() != null
            || turns != null
            || gate.isThere()
            || launch.template().hasSeat()
            || launch.blocks()
            || launch.lines()
            || request.workers().isAdaptive();
    return startMatters ? 0 : Math.clamp(request.workers().most(), LEAST_AHEAD, MOST_AHEAD);
  }

  /** From any thread. */
  void tell(Notice notice) {
    notices.add(notice);
  }

  /** Returns when all inputs have ended, and all their output is printed, or when told to stop. */
  void run(Feed feed) throws IOException {
    Thread.ofPlatform().daemon().name("rota-events").start(this::readEvents);
    while (!isOver(feed)) {
      startSome(feed);
      width.running(running.size());
      await();
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

  private boolean isOver(Feed feed) {
    boolean waits = !stopped && (!again.isEmpty() || !(noMore || feed.isEmpty()));
    if (waits || !running.isEmpty()) {
      return false;
    }
    printing.rest();
    boolean isLate = stopped && System.nanoTime() - stoppedAt > LAST_WORDS_NANOS;
    return unprinted == 0 || failure != null || isLate;
  }

  private void startSome(Feed feed) throws IOException {
    while (hasRoom() && gate.opensIn(System.nanoTime()) == 0) {
      var task = again.poll();
      if (task == null) {
        task = next(feed);
      }
      if (task == null) {
        return;
      }
      start(task);
    }
  }

  private boolean hasRoom() {
    return !stopped
        && !starved
        && running.size() < width.workers() + ahead
        && unprinted < mostUnprinted;
  }

  private @Nullable Task next(Feed feed) {
    try {
      var item = noMore ? null : feed.poll();
      if (item != null) {
        var task = new Task(item);
        printing.expect(task);
        return task;
      }
    } catch (RuntimeException e) { // inputs that cannot be read on
      stop(e);
    }
    return null;
  }

  private void start(Task task) throws IOException {
    task.attempts++;
    task.end = null;
    task.error = 0;
    task.overdue = false;
    task.seat = seats.take();
    task.number = numbers.take();
    task.started = System.nanoTime();
    running.put(task.number, task);
    if (turns == null) {
      programs.start(task.number, launch.program(task));
    } else {
      turns.start(task.number, launch.program(task), task.item);
    }
    deadlines.started(task);
    gate.started(task.started);
  }

  /** Until something is told, or something is due. */
  private void await() throws IOException {
    long now = System.nanoTime();
    long gated = gate.isThere() && hasRoom() ? gate.opensIn(now) : LONGEST_WAIT_NANOS;
    long wait = deadlines.dueIn(now, Math.clamp(gated, 1, LONGEST_WAIT_NANOS));
    if (turns != null) {
      wait = turns.dueIn(now, wait);
    }
    try {
      var notice = notices.poll(Math.max(0, wait), TimeUnit.NANOSECONDS);
      for (; notice != null; notice = notices.poll()) {
        take(notice);
      }
    } catch (InterruptedException e) {
      stop(null);
    }
    deadlines.pass(System.nanoTime());
    if (turns != null) {
      turns.pass(System.nanoTime());
    }
    starved &= !running.isEmpty() || unprinted > 0;
  }

  /** No switch over patterns: the first one costs a JVM 15 ms, a tenth of the whole start. */
  private void take(Notice notice) throws IOException {
    if (notice instanceof Notice.Program program) {
      take(program.event());
    } else if (notice instanceof Notice.Printed printed) {
      printed(printed.task());
    } else if (notice instanceof Notice.Stop stop) {
      stop(stop.reason());
    } else if (notice instanceof Notice.Lost lost) {
      running.clear();
      stop(new UserError("the process that starts programs " + lost.why()));
    } // else there are inputs, as startSome will see
  }

  private void take(ProgramEvent event) throws IOException {
    if (event instanceof Ended end) {
      ended(end);
    } else if (event instanceof Started started) {
      started(started);
    } else if (event instanceof NotStarted no) {
      notStarted(no);
    }
  }

  private void started(Started started) throws IOException {
    var task = requireNonNull(running.get(started.number()));
    if (!started.input().isEmpty()) {
      write(task.item.text(), new FileOutputStream(started.input()));
    }
    printing.started(task, started);
    if (turns != null) {
      turns.started(started, System.nanoTime());
    }
    if (request.outputs().lines()) {
      programs.release(started.number());
    } else {
      programs.releaseInput(started.number());
    }
  }

  /** A program need not read what it gets. */
  private static void write(String block, OutputStream to) {
    Thread.ofPlatform()
        .daemon()
        .name("rota-block")
        .start(
            () -> {
              try (to) {
                to.write(block.getBytes(StandardCharsets.ISO_8859_1));
              } catch (IOException e) {
                // nobody reads on
              }
            });
  }

  private Task leave(int number) {
    var task = requireNonNull(running.remove(number));
    seats.giveBack(task.seat);
    starved = false;
    return task;
  }

  private void ended(Ended end) throws IOException {
    width.ended(running.size());
    var task = leave(end.number());
    task.end = end;
    if (turns != null) {
      turns.ended(end, System.nanoTime());
    }
    task.startedAt = System.currentTimeMillis() - end.runNanos() / 1_000_000;
    if (end.output().isEmpty()) {
      numbers.giveBack(task.number);
    }
    if (!stopped && !task.isSuccess() && task.attempts <= request.retries()) {
      unprinted += printing.ended(task, false) ? 1 : 0;
      release(task);
      again.add(task);
    } else if (stopped && !request.outputs().lines()) {
      release(task);
    } else {
      finish(task);
    }
  }

  private void notStarted(NotStarted no) {
    var task = leave(no.number());
    numbers.giveBack(no.number());
    if (turns != null) {
      turns.forget(no.number());
    }
    if (no.error() == NotStarted.WITHDRAWN) {
      return;
    }
    if (PASSING_ERRORS.contains(no.error()) && (!running.isEmpty() || unprinted > 0)) {
      task.attempts--;
      again.add(task);
      starved = true; // until another ends
      return;
    }
    task.error = no.error();
    report.notStarted(launch.words(task).getFirst(), no.error());
    finish(task);
  }

  private void finish(Task task) {
    boolean prints = printing.ended(task, true);
    unprinted += prints ? 1 : 0;
    if (stopped) {
      return; // that it ended was our doing
    }
    task.isFinished = true;
    report.ended(task);
    if (!prints) {
      log(task);
    }
    var halt = request.halt();
    if (halt != null && report.reaches(halt)) {
      noMore = true;
      again.clear();
      if (halt.now()) {
        stop(null);
      }
    }
  }

  private void printed(Task task) throws IOException {
    unprinted--;
    if (task.isFinished) {
      log(task);
    }
    if (!request.outputs().lines()) {
      release(task);
    }
  }

  private void log(Task task) {
    try {
      if (log != null) {
        log.ended(task);
      }
    } catch (UserError e) { // the disk is full, for one
      stop(e);
    }
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
      stoppedAt = System.nanoTime();
      running.values().forEach(task -> deadlines.end(task, stoppedAt));
    }
  }

  private void signal(Task task, int signal) {
    if (turns != null) {
      turns.letGo(task.number, System.nanoTime());
    }
    try {
      programs.signal(task.number, signal);
    } catch (IOException e) {
      // it is dead with the guardian
    }
  }
}
