package dev.rota.checks.resume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * When a run is killed: a while after its start, or a moment after a file of it has grown a number
 * of times. The latter falls between the writing of an output and that of its record.
 */
record KillPoint(String file, int growths, long nanos) {
  private static final long LONGEST_START = TimeUnit.MILLISECONDS.toNanos(900);
  private static final long LONGEST_MOMENT = TimeUnit.MICROSECONDS.toNanos(300);

  static KillPoint random(Random random, int mostGrowths) {
    String file =
        switch (random.nextInt(6)) {
          case 0 -> "";
          case 1 -> Run.MARKS;
          case 2 -> Run.LOG;
          default -> Run.OUT;
        };
    return file.isEmpty()
        ? new KillPoint(file, 0, random.nextLong(LONGEST_START))
        : new KillPoint(file, random.nextInt(1, mostGrowths), random.nextLong(LONGEST_MOMENT));
  }

  /** Returns whether there is still somebody to kill. */
  boolean await(Process rota, Path folder) throws IOException {
    long since = System.nanoTime();
    if (growths > 0) {
      Path grows = folder.resolve(file);
      long size = size(grows);
      for (int left = growths; left > 0 && rota.isAlive(); ) {
        long now = size(grows);
        left -= now > size ? 1 : 0;
        size = now;
      }
      since = System.nanoTime();
    }
    while (System.nanoTime() - since < nanos && rota.isAlive()) {
      Thread.onSpinWait();
    }
    return rota.isAlive();
  }

  private static long size(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  @Override
  public String toString() {
    String wait = nanos / 1000 + " us after ";
    return wait + (file.isEmpty() ? "the start" : "growth " + growths + " of " + file);
  }
}
