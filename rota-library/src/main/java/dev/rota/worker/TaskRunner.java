package dev.rota.worker;

import static java.util.Objects.requireNonNull;

import dev.rota.FunctionCall;
import dev.rota.wire.AllowedClasses;
import dev.rota.wire.Call;
import dev.rota.wire.JavaSerialization;
import dev.rota.wire.Message;
import dev.rota.wire.MessageReader;
import dev.rota.wire.Parts;
import dev.rota.wire.ProtocolException;
import dev.rota.wire.Slots;
import dev.rota.wire.ValueReader;
import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * Runs the tasks that a message brings, one after the other, and sends back how they ended. A
 * worker has as many as it runs tasks at once; each is used by one thread of the {@link Crew} at a
 * time.
 *
 * <p>Of a run of short tasks the master is woken at its end only, or after a while. All results are
 * in shared memory by then: whatever a task does to this process, those before it are safe.
 */
final class TaskRunner {

  /** For how long results may lie unannounced, in ns. */
  private static final long UNANNOUNCED = Duration.ofMillis(1).toNanos();

  /** What a result has around the bytes that are its value. */
  private static final int FRAME_BYTES = 64;

  private final Slots slots;
  private final RunningTask running;
  private final Responses responses;
  private final Nesting nesting;
  private final int longestNested;
  private final Parts calls = new Parts();
  private final ValueReader arguments;
  private final ResultWriter results;
  private final CpuTime cpuTime;
  private Functions functions = new Functions();
  private byte[] payload = MessageReader.newBuffer();
  private int slot;
  private long sequence;
  private boolean exit;
  private boolean example;

  TaskRunner(
      Slots slots,
      Responses responses,
      Nesting nesting,
      CpuTime cpuTime,
      int maxMessage,
      AllowedClasses serializedResults) {
    this.slots = slots;
    this.running = new RunningTask(slots);
    this.responses = responses;
    this.nesting = nesting;
    this.cpuTime = cpuTime;
    this.longestNested = maxMessage - FRAME_BYTES;
    this.arguments = new ValueReader(ClassLoader.getSystemClassLoader(), new JavaSerialization());
    this.results = new ResultWriter(maxMessage, JavaSerialization.of(serializedResults));
  }

  CpuTime cpuTime() {
    return cpuTime;
  }

  /** What is current on the thread that runs tasks here. */
  Nesting nesting() {
    return nesting;
  }

  /** By any thread: interrupts the task if the master has asked for it. */
  void interruptIfCancelled() {
    running.interruptIfCancelled();
  }

  /** By any thread: the system's number of the thread if the task is making the process exit. */
  long exitingThread() {
    return running.exitingThread();
  }

  /** By any thread: tells the master what CPU time the task has used; false if none runs. */
  boolean tellUsed() {
    return running.tellUsed(cpuTime);
  }

  /** Takes the tasks out of a message; they may call {@code functions}. */
  void take(MessageReader message, Functions functions) throws ProtocolException {
    this.functions = functions;
    example = message.kind() == Message.EXAMPLE;
    slot = message.slot();
    sequence = message.sequence();
    int length = message.length();
    payload = message.takePayload(payload);
    calls.reset(payload, length);
  }

  /** What is to run is the end of the process. */
  void takeExit() {
    exit = true;
  }

  /** Does what was taken; {@code thread} is the current one's number. */
  void run(long thread) throws ProtocolException {
    if (exit) {
      System.exit(0);
    }
    if (example) {
      readExample();
    } else {
      runAll(thread);
    }
    payload = MessageReader.withoutGiant(payload);
  }

  /** Loads what the first task of a kind would wait for, as far as that is without effect. */
  private void readExample() throws ProtocolException {
    calls.next();
    try {
      results.returned(task(), new Spent(0, 0, 0)); // for the classes in it
    } catch (VirtualMachineError e) {
      throw e; // a class may be half initialised
    } catch (Throwable thrown) {
      // a lambda cannot go back, and what else may be wrong is for a task to tell
    } finally {
      results.reset();
    }
  }

  private void runAll(long thread) throws ProtocolException {
    long start = System.nanoTime();
    long announced = start;
    if (!slots.start(slot, sequence, start, cpuTime.begin(start), thread)) {
      return; // it was revoked
    }
    do {
      calls.next();
      long end = runOne(start);
      if (end - announced > UNANNOUNCED) {
        responses.announce();
        announced = end;
      }
      start = System.nanoTime(); // sending may have had to wait
    } while (slots.next(slot, sequence++, start, cpuTime.atLastLook()));
    responses.announce();
  }

  private long runOne(long start) throws ProtocolException {
    running.begin(slot, sequence);
    cpuTime.taskBegun();
    nesting.begin(slot, sequence);
    long end;
    try {
      Object value = task().call();
      end = System.nanoTime();
      results.returned(value, cpuTime.spent(start, end));
    } catch (Throwable thrown) {
      end = System.nanoTime();
      results.threw(thrown, cpuTime.spent(start, end));
    }
    running.end();
    nesting.end();
    if (slots.finish(slot, sequence)) {
      byte[] header = Message.header(Message.RESULT, slot, sequence, results.length());
      responses.send(header, results.bytes(), results.length());
    }
    results.reset();
    return end;
  }

  /** User code runs in here too: what is read may have readers and constructors of its own. */
  @SuppressWarnings("NullAway") // a null input is for the function to judge
  private Callable<?> task() throws Exception {
    arguments.reset(payload, calls.offset(), calls.length());
    return switch (arguments.readByte()) {
      case Call.FUNCTION -> {
        SentFunction function = functions.get(arguments.readLong());
        yield new FunctionCall<>(function.get(), arguments.read());
      }
      case Call.NESTED -> new Packed((Callable<?>) requireNonNull(arguments.read()), longestNested);
      default -> (Callable<?>) requireNonNull(arguments.read());
    };
  }
}
