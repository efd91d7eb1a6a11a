package dev.rota.cli.exec;

import dev.rota.MapOptions.Order;
import dev.rota.Workers;
import dev.rota.cli.exec.turns.CpuWeights;
import dev.rota.cli.exec.turns.TurnRequest;
import dev.rota.cli.joblog.Logging;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param logging null for none
 * @param turns null if all of them run
 * @param workers how many programs run at once
 * @param retries how often at most a failed program is run again
 * @param timeout null for none
 * @param halt null for never
 * @param dryRun whether only to print what would be run
 * @param bar whether to show progress
 * @param verbose whether to tell how the number of workers changes
 */
record ExecRequest(
    Inputs inputs,
    Surroundings surroundings,
    Outputs outputs,
    Starts starts,
    @Nullable Logging logging,
    @Nullable TurnRequest turns,
    Workers workers,
    int retries,
    @Nullable Duration timeout,
    @Nullable Halt halt,
    boolean dryRun,
    boolean bar,
    boolean verbose) {

  /**
   * Where inputs come from.
   *
   * @param words command and inputs, a character a byte
   * @param delimiter ends an input
   * @param separator of columns; null for one column
   * @param header whether the first line names the columns
   * @param shell whether the command is a line for a shell
   * @param block bytes of standard input for each program; null if inputs are arguments
   */
  record Inputs(
      List<String> words,
      byte delimiter,
      @Nullable String separator,
      boolean header,
      boolean shell,
      @Nullable Long block) {}

  /**
   * What a program finds.
   *
   * @param environment variables beside ours
   * @param folder null for ours
   * @param nice added to ours
   * @param memoryMax bytes; null for any
   * @param kernelSlice nanoseconds; 0 for the kernel's own
   * @param weights null if all have the same
   */
  record Surroundings(
      Map<String, String> environment,
      @Nullable Path folder,
      int nice,
      @Nullable Long memoryMax,
      long kernelSlice,
      @Nullable CpuWeights weights) {}

  /**
   * Where output goes.
   *
   * @param lines whether lines are passed on at once
   * @param tag whether each has its input before it
   * @param results folder for files; null for none
   */
  record Outputs(Order order, boolean lines, boolean tag, @Nullable Path results) {}

  /**
   * When a program may start.
   *
   * @param delay between two starts; null for none
   * @param mostLoad null for any
   * @param leastMemory bytes; null for any
   */
  record Starts(@Nullable Duration delay, @Nullable Double mostLoad, @Nullable Long leastMemory) {}
}
