package dev.rota.process;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The pipe on which a worker is woken. Writing to a full pipe blocks, and whoever rings holds the
 * pool's lock; a worker that sleeps again and again and never reads its bells must not fill it. So
 * once in a while the bells that wait are counted. Guarded by the pipe's own lock.
 */
final class Doorbell {

  /** Less than the least capacity of a pipe, which is a page. */
  private static final int MOST_UNHEARD = 1024;

  private final Process process;
  private final OutputStream pipe;
  private int rungSinceCount;

  Doorbell(Process process) {
    this.process = process;
    this.pipe = process.getOutputStream();
  }

  /** Wakes the worker; false if it hears nothing. */
  boolean ring() {
    synchronized (pipe) {
      if (++rungSinceCount > MOST_UNHEARD) {
        rungSinceCount = unheard();
        if (rungSinceCount >= MOST_UNHEARD) {
          return false;
        }
      }
      try {
        pipe.write(0);
        pipe.flush();
      } catch (IOException e) {
        // it is gone; its end is noticed elsewhere
      }
      return true;
    }
  }

  /** How many bells the worker has not read, as the kernel says; 0 where it does not say. */
  private int unheard() {
    try (FileInputStream other = new FileInputStream("/proc/" + process.pid() + "/fd/0")) {
      return other.available();
    } catch (IOException e) {
      return 0;
    }
  }
}
