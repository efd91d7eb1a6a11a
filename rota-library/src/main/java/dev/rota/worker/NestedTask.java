package dev.rota.worker;

import static java.util.Objects.requireNonNull;

import dev.rota.Execution;
import dev.rota.NotShippableException;
import dev.rota.TaskFuture;
import dev.rota.wire.Answer;
import dev.rota.wire.JavaSerialization;
import dev.rota.wire.MalformedValueException;
import dev.rota.wire.ValueReader;
import org.jspecify.annotations.Nullable;

/** The future of a task that a task of this worker has submitted. */
final class NestedTask<T> extends TaskFuture<T> {

  private final NestedPool pool;
  final long id;

  /** What the master is told, null once it was. Only the thread that submits touches it. */
  byte @Nullable [] message;

  private volatile Execution execution = Execution.NONE;

  NestedTask(NestedPool pool, long id, byte[] message) {
    super(pool);
    this.pool = pool;
    this.id = id;
    this.message = message;
  }

  NestedPool pool() {
    return pool;
  }

  /** Ends with what the master said. What is read may run code of the user's. */
  @SuppressWarnings("unchecked")
  void answered(byte[] message) {
    try {
      Answer answer = (Answer) requireNonNull(read(message));
      execution = answer.execution();
      if (answer.failure() != null) {
        fail(answer.failure().failure());
      } else {
        succeed((T) read(requireNonNull(answer.value())));
      }
    } catch (Throwable e) {
      fail(new NotShippableException("the result", "", "cannot be read: " + e.getMessage()));
    }
  }

  private static @Nullable Object read(byte[] message) throws MalformedValueException {
    ValueReader reader =
        new ValueReader(ClassLoader.getSystemClassLoader(), new JavaSerialization());
    reader.reset(message, 0, message.length);
    return reader.read();
  }

  /** Ends without an answer. */
  void lost(Throwable failure) {
    fail(failure);
  }

  @Override
  public Execution execution() {
    return execution;
  }

  @Override
  protected void abandon(boolean interrupt) {
    pool.abandon(this, interrupt);
  }
}
