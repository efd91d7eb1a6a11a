package dev.rota.checks.chaos;

import java.io.File;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/** What a process has at one moment, to be compared with what it has when all is over. */
record Leaks(long heap, int descriptors, long threads) {

  private static final long HEAP_MARGIN = 16 << 20;
  private static final int DESCRIPTOR_MARGIN = 4; // class files and the like
  private static final int PATIENCE_MILLIS = 20_000;

  static Leaks now() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return new Leaks(
        runtime.totalMemory() - runtime.freeMemory(),
        Objects.requireNonNull(new File("/proc/self/fd").list()).length,
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("rota"))
            .count());
  }

  /** Notes whatever is still there that was not before. */
  void compare(Ledger ledger) throws InterruptedException {
    if (!comesTrue(() -> ProcessHandle.current().children().findAny().isEmpty())) {
      ledger.wrong("processes are left: " + ProcessHandle.current().children().toList());
    }
    if (!comesTrue(() -> now().threads <= threads)) {
      ledger.wrong("threads are left: " + Thread.getAllStackTraces().keySet());
    }
    if (!comesTrue(() -> now().descriptors <= descriptors + DESCRIPTOR_MARGIN)) {
      ledger.wrong("descriptors are left: " + descriptors + " before, " + now().descriptors);
    }
    if (!comesTrue(() -> now().heap <= heap + HEAP_MARGIN)) {
      ledger.wrong("memory is left: " + heap + " before, " + now().heap);
    }
    if (!comesTrue(() -> files(Path.of("/dev/shm"), "rota-").length == 0)) {
      ledger.wrong("files are left in /dev/shm");
    }
  }

  /** Files of this process's; crash reports are the user's to read, here they are in the way. */
  static File[] files(Path folder, String prefix) {
    String ours = prefix + ProcessHandle.current().pid() + "-";
    File[] files = folder.toFile().listFiles((_, name) -> name.startsWith(ours));
    return files == null ? new File[0] : files;
  }

  private static boolean comesTrue(BooleanSupplier condition) throws InterruptedException {
    for (int waited = 0; waited < PATIENCE_MILLIS; waited += 100) {
      if (condition.getAsBoolean()) {
        return true;
      }
      Thread.sleep(100);
    }
    return condition.getAsBoolean();
  }
}
