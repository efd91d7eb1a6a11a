package dev.rota.program.turns;

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
record Stat(
    char state, int parent, int group, long ownTicks, long childrenTicks, int threads, long start) {

  /** Null if the process has ended. */
  static @Nullable Stat parse(String line) {
    int name = line.lastIndexOf(')'); // a name may have anything in it
    if (name < 0) {
      return null;
    }
    var words = line.substring(name + 2).split(" ", 21); // from the third of the line on
    return words.length < 21
        ? null
        : new Stat(
            words[0].charAt(0),
            Integer.parseInt(words[1]),
            Integer.parseInt(words[2]),
            Long.parseLong(words[11]) + Long.parseLong(words[12]),
            Long.parseLong(words[13]) + Long.parseLong(words[14]),
            Integer.parseInt(words[17]),
            Long.parseLong(words[19]));
  }

  boolean isRunnable() {
    return state == 'R';
  }

  boolean isStopped() {
    return state == 'T' || state == 't';
  }

  boolean hasEnded() {
    return state == 'Z' || state == 'X' || state == 'x';
  }
}
