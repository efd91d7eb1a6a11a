package dev.rota.worker;

import dev.rota.NotShippableException;
import dev.rota.wire.JavaSerialization;
import dev.rota.wire.MalformedValueException;
import dev.rota.wire.Result;
import dev.rota.wire.ValueWriter;
import org.jspecify.annotations.Nullable;

/** Writes how a task ended in the form of {@link Result}. */
final class ResultWriter {

  private static final int MOST_CAUSES = 64; // a chain may be a circle

  private final ValueWriter writer;

  ResultWriter(int maxMessage, @Nullable JavaSerialization java) {
    writer = new ValueWriter(maxMessage, java);
  }

  void returned(@Nullable Object value, Spent spent) {
    try {
      begin(Result.VALUE, false, spent);
      writer.write(value);
    } catch (NotShippableException e) {
      notShippable(e, spent);
    }
  }

  void threw(Throwable thrown, Spent spent) {
    boolean retire = mayHaveBrokenTheWorker(thrown);
    switch (thrown) {
      case NotShippableException e -> notShippable(e, spent);
      case MalformedValueException e -> {
        NotShippableException unreadable =
            new NotShippableException("the task", "", "cannot be read: " + e.getMessage());
        unreadable.initCause(e);
        notShippable(unreadable, spent);
      }
      case OutOfMemoryError e when e.getClass() == OutOfMemoryError.class -> {
        begin(Result.OUT_OF_MEMORY, retire, spent);
        writer.write(String.valueOf(e.getMessage()));
      }
      default -> {
        begin(Result.THREW, retire, spent);
        writer.writeFailure(thrown);
      }
    }
  }

  /** A stack overflow or the like, also as a cause, may have left a class half initialised. */
  private static boolean mayHaveBrokenTheWorker(Throwable thrown) {
    Throwable cause = thrown;
    for (int i = 0; i < MOST_CAUSES && cause != null; i++) {
      if (cause instanceof VirtualMachineError) {
        return true;
      }
      cause = causeOf(cause);
    }
    return false;
  }

  private static @Nullable Throwable causeOf(Throwable thrown) {
    try {
      return thrown.getCause();
    } catch (Throwable e) { // a method of its own
      return e;
    }
  }

  private void notShippable(NotShippableException e, Spent spent) {
    begin(Result.NOT_SHIPPABLE, mayHaveBrokenTheWorker(e), spent);
    writer.write(e.className());
    writer.write(e.path());
    writer.write(e.reason());
  }

  private void begin(int kind, boolean retire, Spent spent) {
    writer.reset();
    writer.writeByte(kind);
    writer.writeByte(retire ? 1 : 0);
    writer.writeLong(spent.startedAt());
    writer.writeLong(spent.wallNanos());
    writer.writeLong(spent.cpuNanos());
  }

  byte[] bytes() {
    return writer.buffer();
  }

  int length() {
    return writer.length();
  }

  /** Gives back the memory of a giant result. */
  void reset() {
    writer.reset();
  }
}
