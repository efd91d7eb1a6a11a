package dev.rota.checks.compare.peer;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What tasks take and give back. */
final class Payload {

  private Payload() {}

  /** Inputs of a map: each an object of its own, so that no peer can send one for all. */
  static List<?> inputs(Work work, int count) {
    return work.bytes() == 0
        ? IntStream.range(0, count).boxed().toList()
        : IntStream.range(0, count).mapToObj(_ -> bytes(work)).toList();
  }

  /** Not zeros: memory that nobody has written to is cheaper to read. */
  static byte[] bytes(Work work) {
    byte[] bytes = new byte[work.bytes()];
    Arrays.fill(bytes, (byte) 'r');
    return bytes;
  }

  /** All the work there is. */
  static <T> T echo(T value) {
    return value;
  }
}
