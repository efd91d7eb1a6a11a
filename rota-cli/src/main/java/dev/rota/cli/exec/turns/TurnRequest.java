package dev.rota.cli.exec.turns;

import dev.rota.schedule.PolicySpec;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How programs are to take turns.
 *
 * @param slots how many run at a time
 * @param policy whose turn it is
 * @param trace the file for all turns; null for none
 */
public record TurnRequest(int slots, PolicySpec policy, Shares shares, @Nullable Path trace) {}
