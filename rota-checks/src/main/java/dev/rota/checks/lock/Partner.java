package dev.rota.checks.lock;

import dev.rota.share.SharedMutex;
import dev.rota.share.SharedRegion;
import dev.rota.share.SharedSemaphore;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The other process: its main method gets the region's name, what to do, and how often. */
final class Partner {

  private Partner() {}

  static Process start(SharedRegion region, String what, int times) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Partner.class.getName()));
    command.addAll(List.of(region.name().orElseThrow(), what, Integer.toString(times)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    if (process.getInputStream().read() < 0) { // it says that it is ready
      throw new IOException("the partner did not start");
    }
    return process;
  }

  static void main(String[] args) throws Exception {
    SharedRegion region = SharedRegion.open(args[0]);
    int times = Integer.parseInt(args[2]);
    switch (args[1]) {
      case "hold" -> {
        region.mutex("m").lock();
        ready();
        Thread.sleep(Long.MAX_VALUE);
      }
      case "echo" -> {
        SharedSemaphore ping = region.unownedSemaphore("ping", 0);
        SharedSemaphore pong = region.unownedSemaphore("pong", 0);
        ready();
        for (int i = 0; i < times; i++) {
          ping.acquireUninterruptibly();
          pong.release();
        }
      }
      case "echo-native" -> {
        MemorySegment both = region.memory("native", 2 * NativeLocks.BYTES);
        MemorySegment pong = both.asSlice(NativeLocks.BYTES);
        ready();
        for (int i = 0; i < times; i++) {
          NativeLocks.await(both);
          NativeLocks.post(pong);
        }
      }
      case "contend", "contend-fair" -> {
        SharedMutex mutex = region.mutex(args[1], args[1].endsWith("fair"));
        ready();
        Contended.loop(region, mutex::lock, mutex::unlock, times);
      }
      case "contend-native" -> {
        MemorySegment mutex = region.memory("native-mutex", NativeLocks.BYTES);
        ready();
        Contended.loop(
            region, () -> NativeLocks.lock(mutex), () -> NativeLocks.unlock(mutex), times);
      }
      case "take" -> {
        var queue = region.queue("q", 1 << 16);
        ready();
        for (int i = 0; i < times; i++) {
          byte[] _ = queue.take();
        }
      }
      default -> throw new IllegalArgumentException(args[1]);
    }
  }

  private static void ready() {
    System.out.println("ready");
    System.out.flush();
  }
}
