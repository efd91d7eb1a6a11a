package dev.rota.process;

import dev.rota.TaskOptions;
import dev.rota.wire.Message;
import dev.rota.wire.MessageReader;
import dev.rota.wire.SharedMemory;
import dev.rota.wire.Submission;
import dev.rota.wire.ValueWriter;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * A worker that becomes ready, takes a task as it should and then says what no worker may say. It
 * takes the place of the real one by standing before it on the class path.
 */
public final class LyingWorker {

  /** What it says. */
  enum Lie {
    READY_TWICE,
    UNKNOWN_KIND,
    SUBMITS_NONSENSE,
    SUBMITS_FOR_ANOTHER,
    CANCELS_NOTHING,
    NEGATIVE_LENGTH,
    TOO_LONG,
    NO_SUCH_SLOT,
    ANOTHERS_RESULT,
    RESULT_TWICE,
    A_STRAY_AMONG_OTHERS,
    UNKNOWN_RESULT,
    EMPTY_RESULT,
    MORE_THAN_THE_RING_HOLDS,
    FILE_CUT_SHORT
  }

  private static final String LIE = "rota.test.lie";

  /** Where the responses begin, with how far they are written: behind slots and requests. */
  private static final int RESPONSES = 20480 + 512 + (1 << 18);

  private LyingWorker() {}

  /** The JVM argument that chooses the lie. */
  static String argument(Lie lie) {
    return "-D" + LIE + "=" + lie;
  }

  /** Makes a class path whose worker lies; {@code folder} is for the class that is put in front. */
  static List<Path> classPath(Path folder) {
    try {
      Path source = folder.resolve("Worker.java");
      Files.writeString(
          source,
          """
          package dev.rota.worker;
          public final class Worker {
            public static void main(String[] args) throws Exception {
              dev.rota.process.LyingWorker.main(args);
            }
          }
          """);
      String own = System.getProperty("java.class.path");
      int status =
          ToolProvider.getSystemJavaCompiler()
              .run(null, null, null, "-cp", own, "-d", folder.toString(), source.toString());
      if (status != 0) {
        throw new IllegalStateException("javac failed");
      }
      return Stream.concat(
              Stream.of(folder), Stream.of(own.split(File.pathSeparator)).map(Path::of))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As the real worker's. */
  public static void main(String[] args) throws Exception {
    Path file = Path.of(args[0]);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      var mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
      SharedMemory memory = SharedMemory.open(mapped);
      send(memory, Message.header(Message.READY, 0, 0, 0));
      MessageReader requests = new MessageReader(memory.requests(), 1 << 20);
      FileInputStream bell = new FileInputStream(FileDescriptor.in);
      do {
        while (!requests.poll()) {
          if (memory.requests().readerMaySleep() && bell.read() < 0) {
            return;
          }
        }
        memory.slots().start(requests.slot(), requests.sequence(), System.nanoTime(), 0, 0);
      } while (Lie.valueOf(System.getProperty(LIE)) == Lie.A_STRAY_AMONG_OTHERS
          && !strayAmongOthers(memory, requests.slot(), requests.sequence()));
      lie(Lie.valueOf(System.getProperty(LIE)), memory, mapped, channel, requests);
      while (bell.read() >= 0) {}
    }
  }

  private static void lie(
      Lie lie,
      SharedMemory memory,
      MappedByteBuffer mapped,
      FileChannel channel,
      MessageReader task)
      throws Exception {
    int slot = task.slot();
    long sequence = task.sequence();
    switch (lie) {
      case READY_TWICE -> send(memory, Message.header(Message.READY, 0, 0, 0));
      case UNKNOWN_KIND -> send(memory, Message.header(99, slot, sequence, 0));
      case SUBMITS_NONSENSE -> send(memory, Message.header(Message.SUBMIT, slot, 1, 0));
      case SUBMITS_FOR_ANOTHER -> submitForAnother(memory, slot, sequence);
      case CANCELS_NOTHING -> {
        send(memory, Message.header(Message.CANCEL, 1, 77, 0));
        haltOnceRead(memory);
      }
      case NEGATIVE_LENGTH -> send(memory, Message.header(Message.RESULT, slot, sequence, -1));
      case TOO_LONG -> send(memory, Message.header(Message.RESULT, slot, sequence, 1 << 30));
      case NO_SUCH_SLOT -> send(memory, Message.header(Message.RESULT, 12_345, sequence, 0));
      case ANOTHERS_RESULT -> result(memory, slot, sequence + 1, 0);
      case RESULT_TWICE -> {
        result(memory, slot, sequence, 0);
        result(memory, slot, sequence, 0);
      }
      case UNKNOWN_RESULT -> result(memory, slot, sequence, 77);
      case EMPTY_RESULT -> send(memory, Message.header(Message.RESULT, slot, sequence, 0));
      case MORE_THAN_THE_RING_HOLDS -> {
        mapped.putLong(RESPONSES, Long.MAX_VALUE);
        ring();
      }
      case A_STRAY_AMONG_OTHERS -> {} // told before
      case FILE_CUT_SHORT -> {
        channel.truncate(0);
        ring();
      }
    }
  }

  /** Is refused, and told so. */
  private static void submitForAnother(SharedMemory memory, int slot, long sequence)
      throws IOException {
    ValueWriter payload = new ValueWriter(1 << 10, null);
    payload.write(Submission.of(sequence + 5, TaskOptions.defaults(), new byte[10]));
    byte[] bytes = payload.toByteArray();
    send(memory, Message.header(Message.SUBMIT, slot, 1, bytes.length));
    send(memory, bytes);
    haltOnceRead(memory);
  }

  /** The master has nothing to say against it. */
  private static void haltOnceRead(SharedMemory memory) {
    while (!memory.responses().takeSleepingReader()) {
      Thread.onSpinWait();
    }
    Runtime.getRuntime().halt(9);
  }

  /** Honest as long as tasks come alone; of the first that come together one ends twice. */
  private static boolean strayAmongOthers(SharedMemory memory, int slot, long first)
      throws IOException {
    memory.slots().finish(slot, first);
    if (!memory.slots().next(slot, first, System.nanoTime(), 0)) {
      result(memory, slot, first, 0);
      return false;
    }
    memory.slots().finish(slot, first + 1);
    byte[] twice = resultMessage(slot, first, 0);
    memory.responses().write(twice, 0, twice.length);
    memory.responses().write(twice, 0, twice.length);
    result(memory, slot, first + 1, 0);
    return true;
  }

  private static void result(SharedMemory memory, int slot, long sequence, int kind)
      throws IOException {
    send(memory, resultMessage(slot, sequence, kind));
  }

  private static byte[] resultMessage(int slot, long sequence, int kind) {
    ValueWriter payload = new ValueWriter(1 << 10, null);
    payload.writeByte(kind);
    payload.writeByte(0);
    payload.writeLong(System.nanoTime());
    payload.writeLong(1);
    payload.writeLong(1);
    payload.write("a value");
    byte[] header = Message.header(Message.RESULT, slot, sequence, payload.length());
    return ByteBuffer.allocate(header.length + payload.length())
        .put(header)
        .put(payload.toByteArray())
        .array();
  }

  private static void send(SharedMemory memory, byte[] bytes) throws IOException {
    memory.responses().write(bytes, 0, bytes.length);
    ring();
  }

  private static void ring() throws IOException {
    new FileOutputStream(FileDescriptor.out).write(0);
  }
}
