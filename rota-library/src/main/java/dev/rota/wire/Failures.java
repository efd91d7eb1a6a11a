package dev.rota.wire;

import dev.rota.RemoteTaskException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Throwables, as data: class name, message, stack and the chain of causes. What was thrown may be
 * of a class that only one side has, and may itself throw when it is asked; neither may hide that
 * the task failed.
 */
final class Failures {

  private static final int MOST_CAUSES = 64;
  private static final int MOST_FRAMES = 256;
  private static final int LONGEST_MESSAGE = 1 << 16;
  private static final int SHORT_MESSAGE = 200;

  private Failures() {}

  static void write(Throwable thrown, Output out) {
    List<Throwable> chain = chain(thrown);
    out.putUnsigned(chain.size());
    for (Throwable link : chain) {
      writeOne(link, LONGEST_MESSAGE, stack(link), out);
    }
  }

  private static List<Throwable> chain(Throwable thrown) {
    List<Throwable> chain = new ArrayList<>();
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Throwable next = thrown;
    while (next != null && chain.size() < MOST_CAUSES && seen.add(next)) {
      chain.add(next);
      next = cause(next);
    }
    return chain;
  }

  /** The least that says what happened, for a message that has no room for more. */
  static void writeShort(Throwable thrown, Output out) {
    out.putUnsigned(1);
    writeOne(thrown, SHORT_MESSAGE, new StackTraceElement[0], out);
  }

  private static void writeOne(
      Throwable thrown, int longestMessage, StackTraceElement[] stack, Output out) {
    String message = message(thrown);
    if (message != null && message.length() > longestMessage) {
      message = message.substring(0, longestMessage) + "... (" + message.length() + " characters)";
    }
    Texts.write(className(thrown), out);
    Texts.writeNullable(message, out);
    int frames = 0;
    while (frames < stack.length && frames < MOST_FRAMES && stack[frames] != null) {
      frames++;
    }
    out.putUnsigned(frames);
    for (int i = 0; i < frames; i++) {
      StackTraceElement frame = stack[i];
      Texts.writeNullable(frame.getModuleName(), out);
      Texts.write(frame.getClassName(), out);
      Texts.write(frame.getMethodName(), out);
      Texts.writeNullable(frame.getFileName(), out);
      out.putSigned(frame.getLineNumber());
    }
  }

  /** One that came from another process keeps the name of what was thrown there. */
  private static String className(Throwable thrown) {
    return thrown instanceof RemoteTaskException remote
        ? remote.thrownClassName()
        : thrown.getClass().getName();
  }

  private static @Nullable String message(Throwable thrown) {
    try {
      return thrown instanceof RemoteTaskException remote
          ? remote.thrownMessage()
          : thrown.getMessage();
    } catch (Throwable e) {
      return "(its getMessage() threw " + e.getClass().getName() + ")";
    }
  }

  private static @Nullable Throwable cause(Throwable thrown) {
    try {
      return thrown.getCause();
    } catch (Throwable e) {
      return null;
    }
  }

  private static StackTraceElement[] stack(Throwable thrown) {
    try {
      StackTraceElement[] stack = thrown.getStackTrace();
      return stack == null ? new StackTraceElement[0] : stack;
    } catch (Throwable e) {
      return new StackTraceElement[0];
    }
  }

  /** That the JVM is at its end is no fault of a value; that a stack was too short is. */
  static void rethrowIfOfTheJvm(Throwable thrown) {
    if (thrown instanceof VirtualMachineError error && !(error instanceof StackOverflowError)) {
      throw error;
    }
  }

  /** Class and message in one line, whatever the throwable does. */
  static String describe(Throwable thrown) {
    String message = message(thrown);
    return message == null ? className(thrown) : className(thrown) + ": " + message;
  }

  static RemoteTaskException read(Input in) throws MalformedValueException {
    long length = in.getUnsigned();
    if (length < 1 || length > MOST_CAUSES) {
      throw new MalformedValueException("a failure has " + length + " causes");
    }
    String[] names = new String[(int) length];
    @Nullable String[] messages = new @Nullable String[(int) length];
    StackTraceElement[][] stacks = new StackTraceElement[(int) length][];
    for (int i = 0; i < length; i++) {
      names[i] = Texts.readString(in);
      messages[i] = Texts.readNullable(in);
      stacks[i] = readStack(in);
    }
    RemoteTaskException failure = null;
    for (int i = (int) length - 1; i >= 0; i--) {
      failure = new RemoteTaskException(names[i], messages[i], stacks[i], failure);
    }
    return Objects.requireNonNull(failure);
  }

  private static StackTraceElement[] readStack(Input in) throws MalformedValueException {
    long frames = in.getUnsigned();
    in.check(frames, 7); // bytes that a frame takes at the least
    StackTraceElement[] stack = new StackTraceElement[(int) frames];
    for (int i = 0; i < stack.length; i++) {
      String module = Texts.readNullable(in);
      String type = Texts.readString(in);
      String method = Texts.readString(in);
      String file = Texts.readNullable(in);
      stack[i] = new StackTraceElement(null, module, null, type, method, file, in.getSignedInt());
    }
    return stack;
  }
}
