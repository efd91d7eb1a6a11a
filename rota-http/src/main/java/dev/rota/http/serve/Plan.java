package dev.rota.http.serve;

import dev.rota.http.Model;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a service is to be: what {@link ServiceBuilder} was told, checked. */
record Plan(
    SocketAddress address,
    int backlog,
    String name,
    Model model,
    String handler,
    List<Path> classPath,
    List<String> command,
    boolean socketAsInput,
    int workers,
    int minSpare,
    int maxSpare,
    int maxWorkers,
    int threads,
    int queue,
    int connections,
    long requests,
    Duration requestTimeout,
    Duration receiveTimeout,
    Duration idleTimeout,
    Duration gracefulTimeout,
    Duration startTimeout,
    int maxBody,
    int maxHeaders,
    int maxTarget,
    Duration quantum,
    Duration blockedAfter,
    @Nullable Path certificate,
    @Nullable Path key,
    String statusPath,
    String accessLog,
    boolean jsonLog,
    String heap,
    List<String> jvmArgs,
    Map<String, String> environment,
    int restartIntensity,
    Duration restartPeriod) {

  /** Whether workers run any program, which tells nothing of itself. */
  boolean isCommand() {
    return !command.isEmpty();
  }

  /** How many processes there are at first. */
  int processes() {
    return isCommand() || model.hasManyProcesses() ? workers : 1;
  }
}
