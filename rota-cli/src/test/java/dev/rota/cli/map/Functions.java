package dev.rota.cli.map;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** What the end-to-end tests run. */
public final class Functions {
  private Functions() {}

  public static String upper(String input) {
    System.out.println("noise on standard output");
    return input.toUpperCase(Locale.ROOT);
  }

  public static String rest(String input) throws InterruptedException {
    Thread.sleep(4);
    return input;
  }

  /** Waits for ever if told to. */
  public static String hangOn(String input) {
    while (input.equals("hang")) {
      LockSupport.park();
    }
    return input;
  }

  /** Computes for ever if told to, and waits a while else. */
  public static String spinOn(String input) throws Exception {
    while (input.equals("spin")) {
      Thread.onSpinWait();
    }
    Thread.sleep(1_500);
    return input;
  }

  /** Takes memory outside of the heap for ever. */
  @SuppressWarnings("ModifiedButNotUsed") // so that it is not collected
  public static String grow(String input) {
    List<ByteBuffer> hoard = new ArrayList<>();
    while (true) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
      for (int at = 0; at < buffer.capacity(); at += 4096) {
        buffer.put(at, (byte) 1);
      }
      hoard.add(buffer);
    }
  }

  /** Says that it has started, then waits for ever. */
  public static String hangAt(Path started) throws Exception {
    Files.createFile(started);
    return hangOn("hang");
  }

  /** Fails for what begins with bad, and waits for ever for what begins with hang. */
  public static String pick(String input) {
    if (input.startsWith("bad")) {
      throw new IllegalArgumentException(input);
    }
    return input.startsWith("hang") ? hangOn("hang") : input;
  }

  public static int fail(String input) {
    throw new IllegalArgumentException(input, new IllegalStateException("why"));
  }

  public static String exit(String input) {
    System.err.println("last words");
    System.exit(7);
    return input;
  }
}
