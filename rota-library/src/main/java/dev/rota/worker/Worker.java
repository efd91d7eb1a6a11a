package dev.rota.worker;

import dev.rota.wire.AllowedClasses;
import dev.rota.wire.Answer;
import dev.rota.wire.Message;
import dev.rota.wire.SharedMemory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The main class of a worker process. The master starts it with {@code FILE MAX_MESSAGE MASTER_PID
 * LAUNCHED QUEUE_CAPACITY THREADS SLICED SERIALIZES RESULTS}: the memory they share, the longest
 * message in bytes, whose death to die of, whether the kernel knows that already, the bound of the
 * queue, how many tasks to run at once, whether on sliced threads, whether the master has sent
 * anything by Java serialization, and which classes it takes so.
 *
 * <p>Descriptor 0 is the bell from the master and its sign of life, descriptor 1 the bell to it.
 * What the worker prints goes to descriptor 2, which the master reads on the same pipe.
 */
public final class Worker {

  private Worker() {}

  /** Runs until the master says so or goes away. */
  public static void main(String[] args) throws IOException {
    Bell bell = new Bell();
    System.setOut(System.err);
    System.setIn(InputStream.nullInputStream());
    SharedMemory memory = open(Path.of(args[0]));
    int maxMessage = Integer.parseInt(args[1]);
    long master = Long.parseLong(args[2]);
    boolean launched = Boolean.parseBoolean(args[3]);
    int queueCapacity = Integer.parseInt(args[4]);
    int threads = Integer.parseInt(args[5]);
    boolean sliced = Boolean.parseBoolean(args[6]);
    boolean serializes = Boolean.parseBoolean(args[7]);
    AllowedClasses results = AllowedClasses.parse(args[8]);

    Responses responses = new Responses(memory.responses(), bell);
    // tasks may come: the master gets going while the rest of this is loaded
    responses.send(Message.header(Message.READY, 0, 0, 0), new byte[0], 0);
    responses.announce();

    Submissions submissions = new Submissions(responses, maxMessage, queueCapacity);
    Staff staff = sliced ? new SlicedStaff() : new PlatformStaff();
    List<TaskRunner> runners = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Nesting nesting = new Nesting(submissions);
      runners.add(
          new TaskRunner(memory.slots(), responses, nesting, staff.cpuTime(), maxMessage, results));
    }
    if (runners.size() > 1) {
      Runtime.getRuntime().addShutdownHook(new ExitWitness(memory, runners));
    }
    new Crew(
            memory.requests(),
            Math.max(maxMessage, Message.RUN_BYTES),
            bell,
            staff,
            runners,
            responses,
            new Answers(memory.answers(), maxMessage + Answer.SLACK, bell, submissions))
        .start();
    new WarmUp(memory, master, launched, serializes, runners).start();
  }

  private static SharedMemory open(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      Files.deleteIfExists(file); // what has no name needs no clearing up
      return SharedMemory.open(channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size()));
    }
  }
}
