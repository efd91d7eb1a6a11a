package dev.rota.cli.output;

import dev.rota.cli.args.UserError;
import dev.rota.observe.ChromeTrace;
import dev.rota.observe.Observer;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The file that is to show what each worker did when, if one was asked for. */
public final class TraceOutput implements AutoCloseable {
  private final String name;
  private final @Nullable ChromeTrace trace;

  private TraceOutput(String name, @Nullable ChromeTrace trace) {
    this.name = name;
    this.trace = trace;
  }

  /**
   * A file that is written anew, or none.
   *
   * @throws UserError if the file cannot be written
   */
  public static TraceOutput to(@Nullable String file) {
    if (file == null) {
      return new TraceOutput("", null);
    }
    try {
      return new TraceOutput(file, new ChromeTrace(Path.of(file)));
    } catch (IOException | InvalidPathException e) {
      throw cannotWrite(file, e);
    }
  }

  /** Who is to be told of the pool's events; empty if nobody asked for a trace. */
  public Optional<Observer> observer() {
    return Optional.ofNullable(trace);
  }

  /** Ends the file. */
  @Override
  public void close() {
    if (trace == null) {
      return;
    }
    try {
      trace.close();
    } catch (IOException e) {
      throw cannotWrite(name, e);
    }
  }

  private static UserError cannotWrite(String file, Exception why) {
    return new UserError("cannot write the trace to " + file + ": " + LineOutput.reason(why));
  }
}
