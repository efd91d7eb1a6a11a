package dev.rota.cli.exec;

import dev.rota.cli.args.UserError;
import dev.rota.cli.exec.Dispatcher.Notice;
import dev.rota.cli.exec.command.Template;
import dev.rota.cli.exec.input.Arguments;
import dev.rota.cli.exec.input.Feed;
import dev.rota.cli.exec.input.Rows;
import dev.rota.cli.output.LineOutput;
import dev.rota.cli.progress.Progress;
import dev.rota.cli.progress.Tally;
import dev.rota.cli.run.Stop;
import dev.rota.cli.run.Ticker;
import dev.rota.program.Programs;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import picocli.CommandLine.ExitCode;

/** One call of {@code rota exec}: checks all that can be known, runs, and says how it went. */
final class ExecRun {
  private static final int SOME_FAILED = 1;
  private static final int INTERRUPTED = 130;
  private static final int BROKEN_PIPE = 141; // as if SIGPIPE had ended us, like any filter

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
    var arguments = new Arguments(request.words());
    if (arguments.command().isEmpty()) {
      throw new UserError(
          "there is no command to run: rota exec [options] -- COMMAND ::: INPUT...");
    }
    var rows =
        arguments.open(
            new FileInputStream(FileDescriptor.in), request.delimiter(), request.separator());
    var names = request.header() ? names(rows) : List.<String>of();
    var template = new Template(arguments.command(), names, request.shell());
    if (request.dryRun()) {
      return show(template, Feed.direct(rows));
    }
    run(template, rows, arguments.areHere());
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

  private static List<String> names(Rows rows) throws IOException {
    var first = rows.next();
    return first == null ? List.of() : first;
  }

  private void run(Template template, Rows rows, boolean areHere) throws IOException {
    var temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try (var programs = Programs.open(temporary, null, Map.of());
        var progress =
            request.bar() ? Progress.of(tally, OptionalLong::empty, err) : Progress.none();
        var _ = request.bar() ? new Ticker(progress::tick) : null) {
      var dispatcher = new Dispatcher(request, template, programs, report);
      stop.whenAsked(() -> dispatcher.tell(new Notice.Stop(null)));
      var feed =
          areHere
              ? Feed.direct(rows)
              : Feed.ahead(rows, () -> dispatcher.tell(new Notice.Inputs()));
      var printer =
          new Printer(
              LineOutput.to(null),
              LineOutput.toStandardError(),
              task -> dispatcher.tell(new Notice.Printed(task)),
              failure -> dispatcher.tell(new Notice.Stop(failure)));
      dispatcher.run(feed, printer);
    }
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
