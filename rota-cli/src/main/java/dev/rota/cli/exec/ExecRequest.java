package dev.rota.cli.exec;

import dev.rota.MapOptions.Order;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param words command and inputs, a character a byte
 * @param separator of columns; null for one column
 * @param header whether the first line names the columns
 * @param retries how often at most a failed program is run again
 * @param timeout null for none
 * @param delay between two starts; null for none
 */
record ExecRequest(
    List<String> words,
    byte delimiter,
    @Nullable String separator,
    boolean header,
    boolean shell,
    int workers,
    Order order,
    int retries,
    @Nullable Duration timeout,
    @Nullable Duration delay,
    boolean dryRun,
    boolean bar) {}
