package dev.rota.worker;

import static java.util.Objects.requireNonNull;

import dev.rota.FunctionCall;
import dev.rota.TaskFunction;
import dev.rota.linux.ThreadCpuClock;
import dev.rota.wire.JavaSerialization;
import dev.rota.wire.Message;
import dev.rota.wire.MessageReader;
import dev.rota.wire.ProtocolException;
import dev.rota.wire.Slots;
import dev.rota.wire.ValueReader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs the tasks that messages bring, one after the other, and sends back how they ended. Used by
 * whichever thread of the {@link Crew} runs tasks.
 */
final class TaskRunner {

  private final Slots slots;
  private final RunningTask running;
  private final Responses responses;
  private final ValueReader arguments;
  private final ResultWriter results;
  private final Map<Long, byte[]> functionsAsSent = new HashMap<>();
  private final Map<Long, TaskFunction<Object, ?>> functions = new HashMap<>();
  private volatile @Nullable ThreadCpuClock cpuClock;

  TaskRunner(Slots slots, RunningTask running, Responses responses, int maxMessage) {
    this.slots = slots;
    this.running = running;
    this.responses = responses;
    this.arguments = new ValueReader(ClassLoader.getSystemClassLoader(), new JavaSerialization());
    this.results = new ResultWriter(maxMessage);
  }

  /** From now on the CPU time of tasks is read in a fast way. */
  void useCpuClock(ThreadCpuClock clock) {
    cpuClock = clock;
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
      case Message.TASK, Message.CALL -> run(message, tid);
      case Message.STOP -> System.exit(0);
      default -> throw new ProtocolException("no such request: " + message.kind());
    }
  }

  private void run(MessageReader message, long tid) throws ProtocolException {
    int slot = message.slot();
    long sequence = message.sequence();
    ThreadCpuClock clock = cpuClock;
    long cpuStart = cpuNanos(clock);
    long start = System.nanoTime();
    if (!slots.start(slot, sequence, start, cpuStart, tid)) {
      return; // it was revoked
    }
    running.begin(slot, sequence);
    try {
      Object value = task(message).call();
      results.returned(value, System.nanoTime() - start, cpuNanos(clock) - cpuStart);
    } catch (Throwable thrown) {
      results.threw(thrown, System.nanoTime() - start, cpuNanos(clock) - cpuStart);
    }
    running.end();
    if (!slots.finish(slot, sequence)) {
      awaitKill();
    }
    byte[] header = Message.header(Message.RESULT, slot, sequence, results.length());
    responses.send(header, results.bytes(), results.length());
    results.reset();
  }

  /** Where the clock of the current thread stands, also while the fast way to it is not there. */
  private static long cpuNanos(@Nullable ThreadCpuClock clock) {
    return clock == null ? ThreadCpuClock.unboundNanos() : clock.nanos();
  }

  /** User code runs in here too: what is read may have readers and constructors of its own. */
  @SuppressWarnings("NullAway") // a null input is for the function to judge
  private Callable<?> task(MessageReader message) throws Exception {
    arguments.reset(message.payload(), 0, message.length());
    if (message.kind() == Message.TASK) {
      return (Callable<?>) requireNonNull(arguments.read());
    }
    long id = arguments.readLong();
    return new FunctionCall<>(function(id), arguments.read());
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
