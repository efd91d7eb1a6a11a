package dev.rota.process;

import dev.rota.NotShippableException;
import dev.rota.TaskOutOfMemoryException;
import dev.rota.wire.MalformedValueException;
import dev.rota.wire.MessageReader;
import dev.rota.wire.ProtocolException;
import dev.rota.wire.Result;
import dev.rota.wire.ValueReader;
import org.jspecify.annotations.Nullable;

/**
 * What a worker says of the end of a task.
 *
 * @param slot the slot that the task is in
 * @param sequence the task's sequence number
 * @param retire whether the worker should not be used any more
 * @param startedAt when the task started, by {@link System#nanoTime()}
 * @param wallNanos how long the task ran, in ns
 * @param cpuNanos its CPU time, in ns
 * @param value what it returned
 * @param failure why it did not return, null if it did
 */
record ReceivedResult(
    int slot,
    long sequence,
    boolean retire,
    long startedAt,
    long wallNanos,
    long cpuNanos,
    @Nullable Object value,
    @Nullable Throwable failure) {

  /** Reads a result; what is wrong with the value fails the task, not the worker. */
  static ReceivedResult read(MessageReader message, ValueReader values) throws ProtocolException {
    values.reset(message.payload(), 0, message.length());
    try {
      int kind = values.readByte();
      boolean retire = values.readByte() != 0;
      long startedAt = values.readLong();
      long wall = values.readLong();
      long cpu = values.readLong();
      Object value = null;
      Throwable failure = null;
      if (kind == Result.VALUE) {
        try {
          value = values.read();
        } catch (MalformedValueException e) {
          failure = unreadable(String.valueOf(e.getMessage()));
        } catch (Throwable e) { // of a record's own code, or there is no memory for it
          failure = unreadable(e.toString());
        }
      } else {
        failure = failure(kind, values);
      }
      return new ReceivedResult(
          message.slot(), message.sequence(), retire, startedAt, wall, cpu, value, failure);
    } catch (MalformedValueException e) {
      throw new ProtocolException("a result that cannot be read: " + e.getMessage());
    }
  }

  private static Throwable failure(int kind, ValueReader values)
      throws ProtocolException, MalformedValueException {
    return switch (kind) {
      case Result.THREW -> values.readFailure();
      case Result.OUT_OF_MEMORY -> new TaskOutOfMemoryException("out of memory: " + values.read());
      case Result.NOT_SHIPPABLE ->
          new NotShippableException(
              String.valueOf(values.read()),
              String.valueOf(values.read()),
              String.valueOf(values.read()));
      default -> throw new ProtocolException("no such kind of result: " + kind);
    };
  }

  private static NotShippableException unreadable(String why) {
    return new NotShippableException("the result", "", "cannot be read: " + why);
  }
}
