package dev.rota.linux;

import org.jspecify.annotations.Nullable;

/**
 * A line of {@code /proc/PID/stat}, or of a thread's.
 *
 * @param state a letter
 * @param parent the number of its parent
 * @param group the number of its process group
 * @param ownTicks its CPU time, and that of its threads that have ended
 * @param childrenTicks that of ended children that it has waited for, and of theirs
 * @param threads how many it has
 * @param start tells it from a later process of the same number
 */
public record ProcessStat(
    char state, int parent, int group, long ownTicks, long childrenTicks, int threads, long start) {

  /**
   * Reads one.
   *
   * @param line as the kernel gives it
   * @return what it says; null if there is nothing, as the process has ended
   */
  public static @Nullable ProcessStat parse(String line) {
    int name = line.lastIndexOf(')'); // a name may have anything in it
    if (name < 0) {
      return null;
    }
    var words = line.substring(name + 2).split(" ", 21); // from the third of the line on
    return words.length < 21
        ? null
        : new ProcessStat(
            words[0].charAt(0),
            Integer.parseInt(words[1]),
            Integer.parseInt(words[2]),
            Long.parseLong(words[11]) + Long.parseLong(words[12]),
            Long.parseLong(words[13]) + Long.parseLong(words[14]),
            Integer.parseInt(words[17]),
            Long.parseLong(words[19]));
  }

  /**
   * Whether it computes, or would if there were a processor.
   *
   * @return whether it does
   */
  public boolean isRunnable() {
    return state == 'R';
  }

  /**
   * Whether it was stopped, by a signal or a tracer.
   *
   * @return whether it was
   */
  public boolean isStopped() {
    return state == 'T' || state == 't';
  }

  /**
   * Whether it has ended, and perhaps nobody has asked yet what it died of.
   *
   * @return whether it has
   */
  public boolean hasEnded() {
    return state == 'Z' || state == 'X' || state == 'x';
  }
}
