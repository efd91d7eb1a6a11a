package dev.rota.http.serve;

import dev.rota.Workers;
import dev.rota.http.Model;
import dev.rota.http.link.Health;
import dev.rota.http.link.Limits;
import dev.rota.http.link.LogFile;
import dev.rota.http.link.Timeouts;
import dev.rota.http.link.TlsFiles;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a service is to be: what {@link ServiceBuilder} was told, checked. What workers have to know
 * as it is has the form in which they get it.
 */
record Plan(
    SocketAddress address,
    int backlog,
    Set<PosixFilePermission> socketMode,
    String name,
    Model model,
    Code code,
    Numbers numbers,
    Care care,
    Duration quantum,
    Limits limits,
    Timeouts timeouts,
    String user,
    TlsFiles tls,
    Health health,
    String statusPath,
    LogFile accessLog) {

  /** What workers run: a handler in a JVM, or any program. */
  record Code(
      String handler,
      List<Path> classPath,
      String heap,
      List<String> jvmArgs,
      List<String> command,
      boolean socketAsInput,
      Map<String, String> environment) {}

  /** How many workers there are, and how many threads each has under one of the models. */
  record Numbers(Workers bounds, int minSpare, int maxSpare, int maxWorkers, int threads) {

    /** How many there are at first. */
    int workers() {
      return bounds.first();
    }
  }

  /** When workers are replaced or given up. */
  record Care(
      long requests,
      long memory,
      int files,
      Duration startTimeout,
      Duration gracefulTimeout,
      int restartIntensity,
      Duration restartPeriod) {}

  /** Whether workers run any program, which tells nothing of itself. */
  boolean isCommand() {
    return !code.command().isEmpty();
  }

  /** Whether there are many processes; else what is counted is threads, loops or carriers. */
  boolean hasManyProcesses() {
    return isCommand() || model.hasManyProcesses();
  }

  /** Whether what workers write is their access log, which grows with the load. */
  boolean logsToOutput() {
    return accessLog.name().equals("-");
  }

  /** How many processes there are at first. */
  int processes() {
    return hasManyProcesses() ? numbers.workers() : 1;
  }
}
