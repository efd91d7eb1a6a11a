package dev.rota.cli.map;

import dev.rota.MapOptions;
import dev.rota.MapOptions.Order;
import dev.rota.Pool;
import dev.rota.PoolStats;
import dev.rota.TaskOptions;
import dev.rota.cli.args.UserError;
import dev.rota.cli.function.FunctionArgument;
import dev.rota.cli.function.UserFunction;
import dev.rota.cli.input.InputArguments;
import dev.rota.cli.input.Inputs;
import dev.rota.cli.input.UnreadableInputException;
import dev.rota.cli.output.LineOutput;
import dev.rota.cli.output.TraceOutput;
import dev.rota.cli.progress.Progress;
import dev.rota.cli.progress.Summary;
import dev.rota.cli.progress.Tally;
import dev.rota.cli.run.Stop;
import dev.rota.cli.run.TemporaryFolder;
import dev.rota.cli.run.Ticker;
import dev.rota.observe.Observer;
import dev.rota.observe.PoolEvent;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ExitCode;

/** One call of {@code rota map}: checks all that can be known, runs, and says how it went. */
final class MapRun {
  private static final int SOME_FAILED = 1;
  private static final int INTERRUPTED = 130;
  private static final int BROKEN_PIPE = 141; // as if SIGPIPE had ended us, like any filter
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final MapRequest request;
  private final PrintWriter err;
  private final Tally tally = new Tally(System.nanoTime());
  private final Stop stop = new Stop();
  private final Set<String> complaints = new HashSet<>(); // guarded by itself
  private volatile boolean hopeless;

  MapRun(MapRequest request, PrintWriter err) {
    this.request = request;
    this.err = err;
  }

  int run() {
    stop.listenToSignals();
    try (var folder = new TemporaryFolder()) {
      return prepareAndRun(folder);
    } finally {
      stop.finished();
    }
  }

  private int prepareAndRun(TemporaryFolder folder) {
    var argument = new FunctionArgument(request.function(), request.classPath());
    var inputs =
        new InputArguments(new FileInputStream(FileDescriptor.in), this::complain)
            .parse(request.inputs());
    var function = argument.find(folder.path(), err);
    if (request.on().here()) {
      keepUserAway();
      function = function.loadedBy(argument.loader());
    }
    if (stop.isAsked()) {
      return INTERRUPTED;
    }
    try (var out = LineOutput.to(request.out());
        var joblog = Work.joblog(request, argument, out);
        var trace = TraceOutput.to(request.trace())) {
      var work =
          joblog == null ? Work.all(inputs, out) : Work.left(request, inputs, joblog, out, stop);
      if (stop.isAsked()) {
        return INTERRUPTED;
      }
      return run(function, work, Pools.of(request, argument.classPath(), observers(trace)), out);
    } catch (LineOutput.Failure e) {
      if (e.nobodyReads()) {
        return BROKEN_PIPE;
      }
      throw new UserError(String.valueOf(e.getMessage()));
    } catch (UnreadableInputException e) {
      throw new UserError(String.valueOf(e.getMessage()));
    }
  }

  private List<Observer> observers(TraceOutput trace) {
    List<Observer> observers = new ArrayList<>();
    trace.observer().ifPresent(observers::add);
    if (request.verbose()) {
      observers.add(this::tellWorkers);
    }
    return observers;
  }

  private void tellWorkers(PoolEvent event) {
    if (event instanceof PoolEvent.WorkersSet set) {
      err.println("rota: " + set.workers() + " workers: " + set.why());
    }
  }

  /** In this JVM the function must not find the streams that are ours. */
  private static void keepUserAway() {
    System.setOut(System.err);
    System.setIn(InputStream.nullInputStream());
  }

  private int run(UserFunction function, Work work, Pool pool, LineOutput out) {
    var inputs = work.all();
    stop.whenAsked(
        () -> {
          inputs.stop();
          pool.shutdownNow();
        });
    var delivery = new Delivery(out, tally, stop, work.log(), request.order() == Order.INPUT);
    var progress = request.quiet() ? Progress.none() : Progress.of(tally, work.count(), err);
    var watch = new CircuitWatch(() -> pool.stats().circuitOpen(), tally, PATIENCE);
    var options =
        new MapOptions(request.order(), 0, TaskOptions.defaults().withRetries(request.retries()));
    PoolStats stats;
    try (progress;
        var _ = new Ticker(() -> tick(progress, watch, inputs, pool));
        var outcomes = pool.map(work.wanted(), function, options)) {
      outcomes.forEachOrdered(delivery::take);
      stats = pool.stats();
    } finally {
      inputs.stop();
      end(pool);
    }
    return result(delivery, stats);
  }

  private void tick(Progress progress, CircuitWatch watch, Inputs inputs, Pool pool) {
    progress.tick();
    if (watch.isNew() && !request.quiet()) {
      err.println(
          "rota: workers die as soon as they start "
              + pool.stats().deaths()
              + "; trying on for "
              + PATIENCE.toSeconds()
              + " s");
    }
    if (!hopeless && watch.isHopeless(System.nanoTime())) {
      hopeless = true;
      stop.whenAsked(
          () -> {
            inputs.stop();
            pool.shutdown(); // the inputs that wait are refused with the reason
          });
      stop.ask();
    }
  }

  private static void end(Pool pool) {
    pool.shutdownNow();
    try {
      var _ = pool.awaitTermination(2, TimeUnit.SECONDS); // threads may never end
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int result(Delivery delivery, PoolStats stats) {
    if (!request.quiet()) {
      err.println(
          "rota: "
              + (stop.isAsked() ? "stopped; " : "")
              + Summary.of(tally, stats, System.nanoTime()));
    }
    if (hopeless) {
      throw new UserError("gave up after a minute: " + delivery.refusal());
    }
    if (stop.isAsked()) {
      return INTERRUPTED;
    }
    synchronized (complaints) {
      return tally.failed() > 0 || !complaints.isEmpty() ? SOME_FAILED : ExitCode.OK;
    }
  }

  private void complain(String complaint) {
    synchronized (complaints) {
      if (complaints.add(complaint)) {
        err.println("rota: " + complaint);
      }
    }
  }
}
