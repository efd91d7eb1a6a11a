package dev.rota.worker;

import static java.util.Objects.requireNonNull;

import dev.rota.FunctionCall;
import dev.rota.TaskFunction;
import dev.rota.wire.Call;
import dev.rota.wire.JavaSerialization;
import dev.rota.wire.Message;
import dev.rota.wire.MessageReader;
import dev.rota.wire.Parts;
import dev.rota.wire.ProtocolException;
import dev.rota.wire.Slots;
import dev.rota.wire.ValueReader;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs the tasks that messages bring, one after the other, and sends back how they ended. Used by
 * whichever thread of the {@link Crew} runs tasks.
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
  private final CpuTime cpuTime = new CpuTime();
  private final Map<Long, byte[]> functionsAsSent = new HashMap<>();
  private final Map<Long, TaskFunction<Object, ?>> functions = new HashMap<>();

  TaskRunner(
      Slots slots, RunningTask running, Responses responses, Nesting nesting, int maxMessage) {
    this.slots = slots;
    this.running = running;
    this.responses = responses;
    this.nesting = nesting;
    this.longestNested = maxMessage - FRAME_BYTES;
    this.arguments = new ValueReader(ClassLoader.getSystemClassLoader(), new JavaSerialization());
    this.results = new ResultWriter(maxMessage);
  }

  CpuTime cpuTime() {
    return cpuTime;
  }

  /** What is current on the threads that run tasks here. */
  Nesting nesting() {
    return nesting;
  }

  /** Does what one message asks. */
  void accept(MessageReader message, long tid) throws ProtocolException {
    switch (message.kind()) {
      case Message.DEFINE ->
          functionsAsSent.put(
              message.sequence(), Arrays.copyOf(message.payload(), message.length()));
      case Message.FORGET -> {
        functionsAsSent.remove(message.sequence());
        functions.remove(message.sequence());
      }
      case Message.RUN -> runAll(message, tid);
      case Message.STOP -> System.exit(0);
      default -> throw new ProtocolException("no such request: " + message.kind());
    }
  }

  private void runAll(MessageReader message, long tid) throws ProtocolException {
    int slot = message.slot();
    long sequence = message.sequence();
    calls.reset(message.payload(), message.length());
    long start = System.nanoTime();
    long announced = start;
    if (!slots.start(slot, sequence, start, cpuTime.begin(start), tid)) {
      return; // it was revoked
    }
    do {
      calls.next();
      long end = run(slot, sequence, start, message.payload());
      if (end - announced > UNANNOUNCED) {
        responses.announce();
        announced = end;
      }
      start = System.nanoTime(); // sending may have had to wait
    } while (slots.next(slot, sequence++, start, cpuTime.atLastLook()));
    responses.announce();
  }

  private long run(int slot, long sequence, long start, byte[] payload) throws ProtocolException {
    running.begin(slot, sequence);
    nesting.begin(slot, sequence);
    long end;
    try {
      Object value = task(payload).call();
      end = System.nanoTime();
      results.returned(value, cpuTime.spent(start, end));
    } catch (Throwable thrown) {
      end = System.nanoTime();
      results.threw(thrown, cpuTime.spent(start, end));
    }
    running.end();
    nesting.end();
    if (!slots.finish(slot, sequence)) {
      awaitKill();
    }
    byte[] header = Message.header(Message.RESULT, slot, sequence, results.length());
    responses.send(header, results.bytes(), results.length());
    results.reset();
    return end;
  }

  /** User code runs in here too: what is read may have readers and constructors of its own. */
  @SuppressWarnings("NullAway") // a null input is for the function to judge
  private Callable<?> task(byte[] payload) throws Exception {
    arguments.reset(payload, calls.offset(), calls.length());
    return switch (arguments.readByte()) {
      case Call.FUNCTION -> {
        long id = arguments.readLong();
        yield new FunctionCall<>(function(id), arguments.read());
      }
      case Call.NESTED -> new Packed((Callable<?>) requireNonNull(arguments.read()), longestNested);
      default -> (Callable<?>) requireNonNull(arguments.read());
    };
  }

  /** A function is read when it is first called, so that what is wrong with it fails that task. */
  @SuppressWarnings("unchecked")
  private TaskFunction<Object, ?> function(long id) throws Exception {
    TaskFunction<Object, ?> function = functions.get(id);
    if (function == null) {
      byte[] sent = functionsAsSent.get(id);
      if (sent == null) {
        throw new IllegalStateException("function " + id + " was never sent");
      }
      ValueReader reader =
          new ValueReader(ClassLoader.getSystemClassLoader(), new JavaSerialization());
      reader.reset(sent, 0, sent.length);
      function = (TaskFunction<Object, ?>) requireNonNull(reader.read());
      functions.put(id, function);
    }
    return function;
  }

  private static void awaitKill() {
    while (true) {
      LockSupport.park();
    }
  }
}
