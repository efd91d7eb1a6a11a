package dev.rota.worker;

import dev.rota.wire.Message;
import dev.rota.wire.ProtocolException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that tasks of this worker have submitted and whose end was not heard of. Safe for many
 * threads.
 */
final class Submissions {

  private static final byte[] NOTHING = {};

  private final Responses responses;
  final int maxMessage;
  final int queueCapacity;
  private final Map<Long, NestedTask<?>> underWay = new ConcurrentHashMap<>();
  private final AtomicLong lastId = new AtomicLong();

  Submissions(Responses responses, int maxMessage, int queueCapacity) {
    this.responses = responses;
    this.maxMessage = maxMessage;
    this.queueCapacity = queueCapacity;
  }

  long nextId() {
    return lastId.incrementAndGet();
  }

  /** Tells the master of a task of the one that runs in {@code slot}. */
  void submit(int slot, NestedTask<?> task, byte[] message) {
    underWay.put(task.id, task);
    send(Message.SUBMIT, slot, task.id, message);
  }

  /** Tells the master that nobody wants a task any more. */
  void cancel(NestedTask<?> task, boolean interrupt) {
    send(Message.CANCEL, interrupt ? 1 : 0, task.id, NOTHING);
  }

  private void send(int kind, int slot, long id, byte[] message) {
    try {
      responses.send(Message.header(kind, slot, id, message.length), message, message.length);
    } catch (ProtocolException e) {
      throw new UncheckedIOException(e);
    }
    responses.announce();
  }

  /** Takes a task out; false if it had been before. */
  boolean forget(NestedTask<?> task) {
    return underWay.remove(task.id, task);
  }

  /** Those that were submitted through a pool. */
  List<NestedTask<?>> of(NestedPool pool) {
    return underWay.values().stream().filter(task -> task.pool() == pool).toList();
  }

  /**
   * For the thread that listens: the master says how a task ended. The message is read on a thread
   * of its own, because that may run code of the user's.
   */
  void answered(long id, byte[] message) {
    @Nullable NestedTask<?> task = underWay.get(id);
    if (task != null && forget(task)) {
      task.pool().ended();
      Thread.startVirtualThread(() -> task.answered(message));
    }
  }
}
