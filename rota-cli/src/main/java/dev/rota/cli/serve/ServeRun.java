package dev.rota.cli.serve;

import dev.rota.cli.args.UserError;
import dev.rota.cli.function.HandlerArgument;
import dev.rota.cli.run.Signals;
import dev.rota.cli.run.TemporaryFolder;
import dev.rota.http.serve.Service;
import dev.rota.http.serve.ServiceBuilder;
import dev.rota.http.serve.ServiceException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** A service from its start to its end, under the signals that operators know. */
final class ServeRun {
  private static final int INTERRUPTED = 130;
  private static final int UNFIT = 2;
  private static final Duration START = Duration.ofSeconds(60);

  private final Supplier<@Nullable HandlerSource> source;
  private final Supplier<ServiceBuilder> configuration;
  private final PrintWriter err;
  private final List<TemporaryFolder> folders = new ArrayList<>(); // of compiled handlers
  private volatile boolean interrupted;

  ServeRun(
      Supplier<@Nullable HandlerSource> source,
      Supplier<ServiceBuilder> configuration,
      CommandLine command) {
    this.source = source;
    this.configuration = configuration;
    this.err = command.getErr();
  }

  int run() throws InterruptedException {
    try (Service service = builder().start()) {
      listenToSignals(service);
      if (service.awaitReady(START)) {
        err.println(
            "rota: serves on " + service.address() + " (rota status " + service.name() + ")");
      }
      service.await();
      return interrupted ? INTERRUPTED : 0;
    } catch (ServiceException e) {
      if (interrupted) {
        return INTERRUPTED;
      }
      err.println("rota: " + e.getMessage());
      return UNFIT;
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      throw new UserError(String.valueOf(e.getMessage()));
    } finally {
      folders.forEach(TemporaryFolder::close);
    }
  }

  private ServiceBuilder builder() {
    ServiceBuilder builder = configuration.get();
    HandlerSource handler = source.get();
    if (handler != null) {
      TemporaryFolder folder = new TemporaryFolder();
      folders.add(folder);
      if (handler.forOthers()) {
        folder.letOthersRead();
      }
      HandlerArgument argument = new HandlerArgument(handler.handler(), handler.classPath());
      builder.handler(argument.find(folder.path(), err)).classPath(argument.classPath());
    }
    return builder;
  }

  private void listenToSignals(Service service) {
    Signals.handle("TERM", service::drain);
    Signals.handle(
        "INT",
        () -> {
          interrupted = true;
          service.close();
        });
    Signals.handle("HUP", () -> reload(service));
    Signals.handle("TTIN", () -> service.addWorkers(1));
    Signals.handle("TTOU", () -> service.addWorkers(-1));
    Signals.handle("USR1", service::reopenLogs);
  }

  /** A mistake in the new handler changes nothing. */
  private void reload(Service service) {
    try {
      service.reload(builder());
    } catch (UserError e) {
      err.println("rota: not reloaded: " + e.line());
    }
  }
}
