package dev.rota.checks.lock;

import dev.rota.share.SharedRegion;
import dev.rota.share.SharedSemaphore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The other process: its main method gets the region's name, what to do, and how often. */
final class Partner {

  private static final BufferedReader IN =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

  private Partner() {}

  static Process start(SharedRegion region, String what, int times) throws IOException {
    return started(command(region, what, times));
  }

  /** One that can tell of {@link dev.rota.share.Looks}. */
  static Process startCounting(SharedRegion region, String what, int times) throws IOException {
    List<String> command = command(region, what, times);
    command.add(1, "-Drota.share.faultPoints=true");
    return started(command);
  }

  /** One that no process of this one's is the parent of. */
  static void startStranger(SharedRegion region, String what) throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "\"$@\" >/dev/null &", "sh"));
    command.addAll(command(region, what, 0));
    int _ =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start()
            .waitFor();
  }

  private static List<String> command(SharedRegion region, String what, int times) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED")); // Agrona
    command.add("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED"); // for Agrona
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Partner.class.getName()));
    command.addAll(List.of(region.name().orElseThrow(), what, Integer.toString(times)));
    return command;
  }

  private static Process started(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    if (process.inputReader().readLine() == null) { // it says that it is ready
      throw new IOException("the partner did not start");
    }
    return process;
  }

  static void main(String[] args) throws Exception {
    SharedRegion region = SharedRegion.open(args[0]);
    int dash = args[1].indexOf('-');
    String what = dash < 0 ? args[1] : args[1].substring(0, dash);
    String how = args[1].substring(dash + 1);
    int times = Integer.parseInt(args[2]);
    switch (what) {
      case "echo" -> echo(region, how, times);
      case "contend" -> {
        ready();
        Contended.run(region, how, times);
      }
      case "hold" -> Killed.hold(region, how);
      case "wait" -> Waiting.run(region, how, times);
      case "put" -> Queues.put(region, how, times);
      case "take" -> Queues.take(region, how, times);
      default -> throw new IllegalArgumentException(args[1]);
    }
  }

  private static void echo(SharedRegion region, String how, int times) {
    SharedSemaphore ping = region.unownedSemaphore("ping", 0);
    SharedSemaphore pong = region.unownedSemaphore("pong", 0);
    MemorySegment first = region.memory("native", 2 * NativeLocks.BYTES);
    MemorySegment second = first.asSlice(NativeLocks.BYTES);
    ready();
    for (int i = 0; i < times; i++) {
      if (how.equals("native")) {
        NativeLocks.await(first);
        NativeLocks.post(second);
      } else {
        ping.acquireUninterruptibly();
        pong.release();
      }
    }
  }

  static void ready() {
    System.out.println("ready");
    System.out.flush();
  }

  /** What it is told next; null if nothing is any more. */
  static @Nullable String line() throws IOException {
    return IN.readLine();
  }
}
