package dev.rota.share;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What a {@link Child} does. */
final class ChildMain {

  private final SharedRegion region;
  private Consumer<String> then = name -> {};
  private final Map<String, SharedMutex> mutexes = new HashMap<>(); // looked for once

  private ChildMain(SharedRegion region) {
    this.region = region;
  }

  public static void main(String[] args) throws Exception {
    ChildMain child = new ChildMain(SharedRegion.open(args[0]));
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    say("ready");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      say(child.answer(line.split(" ", -1)));
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private String answer(String... words) throws IOException, InterruptedException {
    try {
      return done(words);
    } catch (RuntimeException e) {
      return e.getClass().getSimpleName();
    }
  }

  private String done(String... words) throws IOException, InterruptedException {
    String name = words.length > 1 ? words[1] : "";
    switch (words[0]) {
      case "fault" -> FaultPoint.set(striking(words)); // ACTION POINT: at that fault point
      case "then" -> then = striking(words); // the same, after that
      case "find" -> mutex(name);
      case "lock" -> {
        mutex(name).lock();
        return mutex(name).ownerDied() ? "died" : "locked";
      }
      case "lock-fair" -> region.mutex(name, true).lock();
      case "unlock" -> mutex(name).unlock();
      case "unlock-fair" -> region.mutex(name, true).unlock();
      case "repaired" -> region.mutex(name).markRepaired();
      case "acquire" -> semaphore(name, words).acquire(count(words));
      case "try" -> {
        return Boolean.toString(semaphore(name, words).tryAcquire(count(words)));
      }
      case "release" -> semaphore(name, words).release(count(words));
      case "churn" -> {
        SharedSemaphore semaphore = semaphore(name, words);
        for (int i = 0; i < count(words); i++) {
          semaphore.acquire();
          semaphore.release();
        }
      }
      case "create" -> SharedRegion.create(name, 1 << 16);
      case "count" -> {
        return Long.toString(SharedRegion.open(name).counter("c").get());
      }
      case "put" -> region.queue(name, 1024).put(words[2].getBytes(StandardCharsets.UTF_8));
      case "take" -> {
        byte[] message = region.queue(name, 1024).poll(20, TimeUnit.SECONDS);
        return message == null ? "none" : new String(message, StandardCharsets.UTF_8);
      }
      case "add" -> { // NAME TIMES: under the mutex, not atomically
        SharedMutex mutex = region.mutex(name);
        SharedLong sum = region.counter(name + ".sum");
        for (int i = 0; i < Integer.parseInt(words[2]); i++) {
          mutex.lock();
          try {
            sum.set(sum.get() + 1);
          } finally {
            mutex.unlock();
          }
        }
      }
      default -> throw new IllegalArgumentException(words[0]);
    }
    return "done";
  }

  private SharedMutex mutex(String name) {
    return mutexes.computeIfAbsent(name, region::mutex);
  }

  /** NAME TOTAL COUNT. */
  private SharedSemaphore semaphore(String name, String... words) {
    return region.semaphore(name, Integer.parseInt(words[2]));
  }

  private static int count(String... words) {
    return Integer.parseInt(words[3]);
  }

  private Consumer<String> striking(String... words) {
    String point = String.join(" ", Arrays.copyOfRange(words, 2, words.length));
    return at -> struck(at, point, words[1]);
  }

  private void struck(String at, String point, String action) {
    if (!at.equals(point)) {
      return;
    }
    FaultPoint.set(then); // once
    then = name -> {};
    switch (action) {
      case "kill" -> kill("KILL");
      case "stop" -> kill("STOP");
      default -> throw new IllegalArgumentException(action);
    }
  }

  private static void kill(String signal) {
    try {
      long pid = ProcessHandle.current().pid();
      new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
      if (signal.equals("KILL")) {
        Thread.sleep(60_000); // it comes
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
