package dev.rota.cli.map;

import static java.util.Objects.requireNonNull;

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
import dev.rota.cli.joblog.Fingerprint;
import dev.rota.cli.joblog.Joblog;
import dev.rota.cli.output.LineOutput;
import dev.rota.cli.output.TraceOutput;
import dev.rota.cli.progress.Progress;
import dev.rota.cli.progress.Summary;
import dev.rota.cli.progress.Tally;
import dev.rota.cli.run.Stop;
import dev.rota.cli.run.Ticker;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;

/** One call of {@code rota map}: checks all that can be known, runs, and says how it went. */
final class MapRun {
  private static final int SOME_FAILED = 1;
  private static final int INTERRUPTED = 130;
  private static final int BROKEN_PIPE = 141; // as if SIGPIPE had ended us, like any filter
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /**
   * What there is to do.
   *
   * @param count of the inputs that are wanted, if it can be known
   * @param log null for none
   */
  private record Work(
      Inputs all, Iterable<String> wanted, Supplier<OptionalLong> count, @Nullable MapLog log) {}

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
        var joblog = joblog(argument, out);
        var trace = TraceOutput.to(request.trace())) {
      var work = joblog == null ? unlogged(inputs, out) : logged(inputs, joblog, out);
      if (stop.isAsked()) {
        return INTERRUPTED;
      }
      return run(function, work, Pools.of(request, argument.classPath(), trace), out);
    } catch (LineOutput.Failure e) {
      if (e.nobodyReads()) {
        return BROKEN_PIPE;
      }
      throw new UserError(String.valueOf(e.getMessage()));
    } catch (UnreadableInputException e) {
      throw new UserError(String.valueOf(e.getMessage()));
    }
  }

  private @Nullable Joblog joblog(FunctionArgument argument, LineOutput out) {
    var logging = request.logging();
    if (logging == null) {
      return null;
    }
    var same = new ArrayList<>(argument.identity());
    same.add(request.order().name()); // else the output would have the order of no run
    return logging.open(new Fingerprint().of(same), out::force);
  }

  private static Work unlogged(Inputs inputs, LineOutput out) {
    out.begin();
    return new Work(inputs, inputs, inputs::count, null);
  }

  /** Output is not touched before all is known to be as the log has it. */
  private Work logged(Inputs inputs, Joblog joblog, LineOutput out) {
    var logging = requireNonNull(request.logging());
    var log = new MapLog(joblog, request.function());
    var wanted = new LoggedInputs(inputs, logging, joblog.logged(), log);
    stop.whenAsked(inputs::stop);
    try {
      wanted.check();
    } catch (UserError e) {
      if (!stop.isAsked()) { // else inputs are missing because they were stopped
        throw e;
      }
    }
    if (logging.resume() == null) {
      out.begin();
    } else if (!stop.isAsked()) {
      out.goOnAfter(joblog.logged().lines());
    }
    return new Work(inputs, wanted, wanted::count, log);
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
