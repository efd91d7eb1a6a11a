package dev.rota.process;

import dev.rota.wire.SharedMemory;
import dev.rota.wire.Slots;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A JVM of its own, whose compiler can be chosen, in which shared memory is cut short again and
 * again. It prints how many errors did not come out where they were expected.
 */
final class LateFaults {

  private static final int ROUNDS = 100;
  private static final int UNTIL_COMPILED = 2_000;
  private static final int SLOT = 3;

  private LateFaults() {}

  /** The argument is a file that may be written to. */
  public static void main(String[] args) throws IOException {
    int late = 0;
    for (int round = 0; round < ROUNDS; round++) {
      late += late(Path.of(args[0])) ? 1 : 0;
    }
    System.out.println(late);
  }

  private static boolean late(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      Slots slots =
          SharedMemory.create(channel.map(FileChannel.MapMode.READ_WRITE, 0, SharedMemory.SIZE))
              .slots();
      for (int i = 0; i < UNTIL_COMPILED; i++) {
        sendAndLook(slots);
      }
      channel.truncate(0);
      try {
        return sendAndLook(slots) != Slots.State.REVOKED;
      } catch (InternalError e) {
        return true;
      }
    }
  }

  private static Slots.State sendAndLook(Slots slots) {
    boolean sent = Faults.ask(() -> send(slots), false);
    Slots.State state = Faults.ask(() -> slots.state(SLOT, 1), Slots.State.REVOKED);
    return sent ? Slots.State.QUEUED : state;
  }

  private static boolean send(Slots slots) {
    slots.send(SLOT, 1, 1);
    return true;
  }
}
