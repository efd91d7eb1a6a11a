package dev.rota.cli.joblog;

import java.util.Locale;

/**
 * How an input ended, as a line of the log.
 *
 * @param number of the input, from 1 on
 * @param startedMillis by the clock on the wall, since 1970
 * @param runNanos how long it took
 * @param exitValue 0 if all went well, -1 if it timed out
 * @param signal that ended it, 0 for none
 * @param command in one line, a character a byte
 */
public record Entry(
    long number, long startedMillis, long runNanos, int exitValue, int signal, String command) {

  static final String HEADER =
      "Seq\tHost\tStarttime\tJobRuntime\tSend\tReceive\tExitval\tSignal\tCommand\n";

  private static final int EXIT_VALUE = 6;
  private static final int SIGNAL = 7;

  /** Whether it went well. */
  boolean isSuccess() {
    return exitValue == 0 && signal == 0;
  }

  /** In the columns of GNU parallel's joblog. */
  String line() {
    return String.format(
        Locale.ROOT,
        "%d\t:\t%d.%03d\t%10.3f\t0\t0\t%d\t%d\t%s\n",
        number,
        startedMillis / 1000,
        startedMillis % 1000,
        runNanos / 1e9,
        exitValue,
        signal,
        command.replace('\n', ' ').replace('\t', ' '));
  }

  /** Number and success are all that is needed of a line that was read. */
  static Entry parse(String line) {
    var columns = line.split("\t", -1);
    return new Entry(
        Long.parseLong(columns[0]),
        0,
        0,
        Integer.parseInt(columns[EXIT_VALUE]),
        Integer.parseInt(columns[SIGNAL]),
        "");
  }
}
