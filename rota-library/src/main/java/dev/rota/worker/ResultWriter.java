package dev.rota.worker;

import dev.rota.NotShippableException;
import dev.rota.wire.MalformedValueException;
import dev.rota.wire.Result;
import dev.rota.wire.ValueWriter;
import org.jspecify.annotations.Nullable;

/** Writes how a task ended in the form of {@link Result}. */
final class ResultWriter {

  private static final int MOST_CAUSES = 64; // a chain may be a circle

  private final ValueWriter writer;

  ResultWriter(int maxMessage) {
    writer = new ValueWriter(maxMessage, null);
  }

  void returned(@Nullable Object value, long wallNanos, long cpuNanos) {
    try {
      begin(Result.VALUE, false, wallNanos, cpuNanos);
      writer.write(value);
    } catch (NotShippableException e) {
      notShippable(e, wallNanos, cpuNanos);
    }
  }

  void threw(Throwable thrown, long wallNanos, long cpuNanos) {
    boolean retire = mayHaveBrokenTheWorker(thrown);
    switch (thrown) {
      case NotShippableException e -> notShippable(e, wallNanos, cpuNanos);
      case MalformedValueException e ->
          notShippable(
              new NotShippableException("the task", "", "cannot be read: " + e.getMessage()),
              wallNanos,
              cpuNanos);
      case OutOfMemoryError e -> {
        begin(Result.OUT_OF_MEMORY, retire, wallNanos, cpuNanos);
        writer.write(String.valueOf(e.getMessage()));
      }
      default -> {
        begin(Result.THREW, retire, wallNanos, cpuNanos);
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
      cause = cause.getCause();
    }
    return false;
  }

  private void notShippable(NotShippableException e, long wallNanos, long cpuNanos) {
    begin(Result.NOT_SHIPPABLE, false, wallNanos, cpuNanos);
    writer.write(e.className());
    writer.write(e.path());
    writer.write(e.reason());
  }

  private void begin(int kind, boolean retire, long wallNanos, long cpuNanos) {
    writer.reset();
    writer.writeByte(kind);
    writer.writeByte(retire ? 1 : 0);
    writer.writeLong(wallNanos);
    writer.writeLong(cpuNanos);
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
