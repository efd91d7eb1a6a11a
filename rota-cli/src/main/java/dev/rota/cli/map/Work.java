package dev.rota.cli.map;

import static java.util.Objects.requireNonNull;

import dev.rota.cli.args.UserError;
import dev.rota.cli.function.FunctionArgument;
import dev.rota.cli.input.Inputs;
import dev.rota.cli.joblog.Fingerprint;
import dev.rota.cli.joblog.Joblog;
import dev.rota.cli.output.LineOutput;
import dev.rota.cli.run.Stop;
import java.util.ArrayList;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What there is to do.
 *
 * @param all the inputs that were given
 * @param wanted those of them that are run
 * @param count of the latter, if it can be known; may take its time
 * @param log null for none
 */
record Work(
    Inputs all, Iterable<String> wanted, Supplier<OptionalLong> count, @Nullable MapLog log) {

  /** Opens the log that the request asks for; null for none. */
  static @Nullable Joblog joblog(MapRequest request, FunctionArgument argument, LineOutput out) {
    var logging = request.logging();
    if (logging == null) {
      return null;
    }
    var same = new ArrayList<>(argument.identity());
    same.add(request.order().name()); // else the output would have the order of no run
    return logging.open(new Fingerprint().of(same), out::force);
  }

  /** All inputs. */
  static Work all(Inputs inputs, LineOutput out) {
    out.begin();
    return new Work(inputs, inputs, inputs::count, null);
  }

  /**
   * Those that the log leaves. The output is not touched before all is known to be as the log has
   * it; nor is it if the run is told to end meanwhile.
   */
  static Work left(MapRequest request, Inputs inputs, Joblog joblog, LineOutput out, Stop stop) {
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
}
