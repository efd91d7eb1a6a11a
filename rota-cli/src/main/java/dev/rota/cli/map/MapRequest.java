package dev.rota.cli.map;

import dev.rota.MapOptions.Order;
import dev.rota.Workers;
import dev.rota.cli.joblog.Logging;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param verbose whether to tell how the number of workers changes
 * @param timeout null for none
 * @param cpuTimeout null for none
 * @param heapBytes null for the pool's choice
 * @param memoryBytes null for any
 * @param out null for standard output
 * @param logging null for none
 * @param trace null for none
 * @param classPath as given, empty for none
 */
record MapRequest(
    String function,
    List<String> inputs,
    On on,
    Workers workers,
    @Nullable Duration timeout,
    @Nullable Duration cpuTimeout,
    @Nullable Long heapBytes,
    @Nullable Long memoryBytes,
    int retries,
    Order order,
    @Nullable String out,
    @Nullable String trace,
    @Nullable Logging logging,
    boolean quiet,
    boolean verbose,
    String classPath) {}
