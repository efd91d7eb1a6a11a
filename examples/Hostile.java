import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Does what its input says, mostly harm: {@code ./rota map ... examples/Hostile.java - <
 * examples/hostile.txt}.
 */
public class Hostile {

  /** What a good word becomes. */
  public record Word(String backwards, int length) {}

  /** Threads do not travel. */
  record Session(String name, Thread owner) {}

  public static Object apply(String word) {
    return switch (word) {
      case "crash" -> readAtNoAddress();
      case "exit" -> exit();
      case "hang" -> hang();
      case "heap" -> fillHeap();
      case "flood" -> flood();
      case "recurse" -> recurse(0);
      case "giant" ->
          Collections.nCopies(1000, "x".repeat(1 << 20)); // a gigabyte, once written out
      case "unserializable" -> new Session(word, Thread.currentThread());
      default -> new Word(new StringBuilder(word).reverse().toString(), word.length());
    };
  }

  private static byte readAtNoAddress() {
    return MemorySegment.ofAddress(1 << 20).reinterpret(1).get(ValueLayout.JAVA_BYTE, 0);
  }

  private static Object exit() {
    System.exit(7);
    return "never";
  }

  private static Object hang() {
    while (true) {
      Thread.onSpinWait(); // and hears no interrupt
    }
  }

  private static Object fillHeap() {
    List<byte[]> all = new ArrayList<>();
    while (true) {
      all.add(new byte[1 << 20]);
    }
  }

  private static Object flood() {
    while (true) {
      System.out.println("water");
      System.err.println("more water");
    }
  }

  private static int recurse(int depth) {
    return recurse(depth + 1) + 1;
  }
}
