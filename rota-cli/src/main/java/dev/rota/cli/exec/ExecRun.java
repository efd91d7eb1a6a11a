package dev.rota.cli.exec;

import dev.rota.adapt.Decision;
import dev.rota.cli.args.UserError;
import dev.rota.cli.exec.command.Template;
import dev.rota.cli.exec.input.Arguments;
import dev.rota.cli.exec.input.Blocks;
import dev.rota.cli.exec.input.Feed;
import dev.rota.cli.exec.input.Item;
import dev.rota.cli.exec.input.Items;
import dev.rota.cli.exec.input.Rows;
import dev.rota.cli.exec.turns.Turns;
import dev.rota.cli.joblog.Fingerprint;
import dev.rota.cli.joblog.Joblog;
import dev.rota.cli.output.LineOutput;
import dev.rota.cli.progress.Progress;
import dev.rota.cli.progress.Tally;
import dev.rota.cli.run.Stop;
import dev.rota.cli.run.Ticker;
import dev.rota.program.Programs;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;

/** One call of {@code rota exec}: checks all that can be known, runs, and says how it went. */
final class ExecRun {
  private static final int SOME_FAILED = 1;
  private static final int INTERRUPTED = 130;
  private static final int BROKEN_PIPE = 141; // as if SIGPIPE had ended us, like any filter

  private static final int MOST_AHEAD = 512;
  private static final long LARGEST_BLOCK = 128 << 20;

  private final ExecRequest request;
  private final PrintWriter err;
  private final Tally tally = new Tally(System.nanoTime());
  private final Report report;
  private final Stop stop = new Stop();

  ExecRun(ExecRequest request, PrintWriter err) {
    this.request = request;
    this.err = err;
    this.report = new Report(tally, err);
  }

  int run() {
    stop.listenToSignals();
    try {
      return prepareAndRun();
    } catch (LineOutput.Failure e) {
      if (e.nobodyReads()) {
        return BROKEN_PIPE;
      }
      throw new UserError(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new UserError(String.valueOf(e.getMessage()));
    } finally {
      stop.finished();
    }
  }

  private int prepareAndRun() throws IOException {
    var inputs = request.inputs();
    var arguments = new Arguments(inputs.words());
    if (arguments.command().isEmpty()) {
      throw new UserError(
          "there is no command to run: rota exec [options] -- COMMAND ::: INPUT...");
    }
    var rows = rows(arguments, new FileInputStream(FileDescriptor.in));
    var names = inputs.header() ? names(rows) : List.<String>of();
    var template = template(arguments.command(), names);
    if (request.dryRun()) {
      return show(template, Feed.direct(Items.numbered(rows)));
    }
    var folder = request.outputs().results();
    var results = folder == null ? null : new Results(folder, names);
    var weights = request.surroundings().weights();
    boolean blocks = inputs.block() != null;
    var launch = new Launch(template, results, request.outputs().lines(), blocks, weights);
    var items = Items.numbered(rows);
    try (var joblog = joblog(arguments)) {
      run(launch, joblog, resumed(items, joblog), arguments.areHere());
    }
    return result();
  }

  private Rows rows(Arguments arguments, InputStream in) throws IOException {
    var inputs = request.inputs();
    var block = inputs.block();
    if (block == null) {
      return arguments.open(in, inputs.delimiter(), inputs.separator());
    }
    if (arguments.areNamed()) {
      throw new UserError("with --pipe standard input is the input; leave out ::: and ::::");
    }
    return new Blocks(in, (int) Math.min(block, LARGEST_BLOCK), inputs.delimiter());
  }

  private static List<String> names(Rows rows) throws IOException {
    var first = rows.next();
    return first == null ? List.of() : first;
  }

  private Template template(List<String> command, List<String> names) {
    var template = new Template(command, names, request.inputs().shell());
    if (request.inputs().block() == null) {
      return template.withPlace();
    }
    if (template.hasPlace()) {
      throw new UserError("with --pipe the input is on standard input; only {#} and {%} are known");
    }
    return template;
  }

  private @Nullable Joblog joblog(Arguments arguments) {
    var logging = request.logging();
    if (logging == null) {
      return null;
    }
    var same = new ArrayList<>(arguments.command());
    var inputs = request.inputs();
    same.add(
        inputs.shell()
            + " "
            + inputs.delimiter()
            + " "
            + inputs.separator()
            + " "
            + inputs.header()
            + " "
            + inputs.block());
    return logging.open(new Fingerprint().of(same), LineOutput.to(null)::force);
  }

  private Items resumed(Items items, @Nullable Joblog joblog) {
    var logging = request.logging();
    if (joblog == null || logging == null) {
      return items;
    }
    var fingerprint = new Fingerprint();
    return logging.<Item>resumption(
            joblog.logged(), items::next, item -> fingerprint.of(item.values()))
        ::next;
  }

  private void run(Launch launch, @Nullable Joblog joblog, Items items, boolean areHere)
      throws IOException {
    var surroundings = request.surroundings();
    var temporary = Path.of(System.getProperty("java.io.tmpdir"));
    var asked = request.turns();
    try (var programs =
            Programs.open(temporary, surroundings.folder(), surroundings.environment());
        var progress =
            request.bar() ? Progress.of(tally, OptionalLong::empty, err) : Progress.none();
        var _ = request.bar() ? new Ticker(progress::tick) : null;
        var turns = asked == null ? null : new Turns(asked, programs, System.nanoTime())) {
      var memory = surroundings.memoryMax();
      programs.limit(surroundings.nice(), memory == null ? 0 : memory, request.workers().most());
      confine(programs);
      if (surroundings.kernelSlice() > 0) {
        programs.kernelSlice(surroundings.kernelSlice());
      }
      var log = joblog == null ? null : new Log(joblog, launch.template());
      var dispatcher =
          new Dispatcher(request, launch, programs, turns, gate(), width(), report, log);
      stop.whenAsked(() -> dispatcher.tell(new Notice.Stop(null)));
      int ahead = launch.blocks() ? 1 : MOST_AHEAD;
      dispatcher.run(
          areHere
              ? Feed.direct(items)
              : Feed.ahead(items, ahead, () -> dispatcher.tell(new Notice.Inputs())));
    }
  }

  /** What the kernel is to keep them to, each as a whole if it can do that. */
  private void confine(Programs programs) throws IOException {
    boolean memory = request.surroundings().memoryMax() != null;
    var weights = request.surroundings().weights();
    if (memory || weights != null) {
      var obstacle = programs.confine(memory, weights == null ? 0 : weights.largest());
      if (!obstacle.isEmpty()) {
        var instead = memory ? "--memory-max is the address space of each process" : "";
        instead += memory && weights != null ? ", " : "";
        instead += weights != null ? "--cpu-weight is niceness" : "";
        err.println("rota: no cgroups (" + obstacle + "): " + instead);
      }
    }
  }

  private Gate gate() {
    var starts = request.starts();
    var delay = starts.delay();
    return new Gate(
        Path.of("/proc"),
        delay == null ? 0 : delay.toNanos(),
        starts.mostLoad(),
        starts.leastMemory(),
        System.nanoTime());
  }

  private Width width() {
    var workers = request.workers();
    return workers.isAdaptive()
        ? new Width.Found(workers, System::nanoTime, this::tellWorkers)
        : new Width.Fixed(workers.most());
  }

  private void tellWorkers(Decision decision) {
    if (request.verbose()) {
      err.println("rota: " + decision.workers() + " workers: " + decision.why());
    }
  }

  private int result() {
    var summary = report.summary();
    if (!summary.isEmpty()) {
      err.println("rota: " + (stop.isAsked() ? "stopped; " : "") + summary);
    }
    if (stop.isAsked()) {
      return INTERRUPTED;
    }
    return report.nothingCouldRun()
        ? ExitCode.USAGE
        : report.anyFailed() ? SOME_FAILED : ExitCode.OK;
  }

  /** What would be run, a line each. */
  private int show(Template template, Feed feed) {
    try (var out = LineOutput.to(null)) {
      for (var item = feed.poll(); item != null; item = feed.poll()) {
        var line = new StringBuilder();
        for (var word : template.fill(item, 1)) {
          line.append(line.isEmpty() ? "" : " ").append(ShellWord.of(word));
        }
        out.write(line.append('\n').toString().getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    return ExitCode.OK;
  }
}
