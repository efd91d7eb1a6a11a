package dev.rota.cli.joblog;

import java.util.Arrays;

/** What a log tells of inputs: nine bytes each, as there may be millions. */
public final class Logged {
  private static final byte UNKNOWN = 0;
  private static final byte SUCCEEDED = 1;
  private static final byte FAILED = 2;

  private long[] fingerprints = new long[0];
  private byte[] ends = new byte[0];
  private int highest;
  private long lines;

  void add(long number, long fingerprint, boolean success) {
    int index = Math.toIntExact(number);
    if (index >= ends.length) {
      int length = Math.max(1024, 2 * index);
      fingerprints = Arrays.copyOf(fingerprints, length);
      ends = Arrays.copyOf(ends, length);
    }
    fingerprints[index] = fingerprint;
    ends[index] = success ? SUCCEEDED : FAILED;
    highest = Math.max(highest, index);
    lines++;
  }

  /** How many lines the log has: one for each time that an input has ended. */
  public long lines() {
    return lines;
  }

  /** The highest number of an input; 0 if there is none. */
  public long highest() {
    return highest;
  }

  /** Whether this input has ended. */
  public boolean has(long number) {
    return number <= highest && ends[(int) number] != UNKNOWN;
  }

  /** Whether it has, and not well. */
  public boolean hasFailed(long number) {
    return number <= highest && ends[(int) number] == FAILED;
  }

  /** Whether what was logged was this input. */
  public boolean isSame(long number, long fingerprint) {
    return fingerprints[(int) number] == fingerprint;
  }
}
