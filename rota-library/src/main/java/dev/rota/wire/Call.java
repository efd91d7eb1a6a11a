package dev.rota.wire;

import org.jspecify.annotations.Nullable;

/**
 * A task in a {@link Message#RUN}, as a part of it: what kind it is, then what belongs to the kind.
 */
public final class Call {

  /** The task is the value that follows. */
  public static final int TASK = 0;

  /** A function, whose id follows, is to be called with the value after that. */
  public static final int FUNCTION = 1;

  /**
   * The task is the value that follows, and was submitted by a task. What it returns is to come
   * back as a {@code byte[]}, the message of that value, which the master need not understand.
   */
  public static final int NESTED = 2;

  private Call() {}

  /** Writes a task. */
  public static void writeTask(ValueWriter writer, Object task) {
    int start = writer.beginPart();
    writer.writeByte(TASK);
    writer.write(task);
    writer.endPart(start);
  }

  /** Writes a task that is submitted by a task, without the length of the part. */
  public static void writeNested(ValueWriter writer, Object task) {
    writer.writeByte(NESTED);
    writer.write(task);
  }

  /** Writes the call of a function. */
  public static void writeCall(ValueWriter writer, long function, @Nullable Object input) {
    int start = writer.beginPart();
    writer.writeByte(FUNCTION);
    writer.writeLong(function);
    writer.write(input);
    writer.endPart(start);
  }
}
