package dev.rota;

import java.util.concurrent.RejectedExecutionException;

/**
 * A task, an argument or a result cannot travel between processes. Thrown by {@code submit} for
 * what would go to the worker; the cause of the {@code ExecutionException} for a result.
 */
public final class NotShippableException extends RejectedExecutionException implements TaskFailure {

  private static final long serialVersionUID = 1;

  private final String className;
  private final String path;
  private final String reason;
  private Execution execution = Execution.NONE; // set before anybody but its maker sees this

  /**
   * Describes what cannot travel.
   *
   * @param className the class at fault
   * @param path where it was found from the task, argument or result down, field by field
   *     ("Request.session.socket"); empty when it is the value itself
   * @param reason why it cannot travel, to follow the name in a sentence
   */
  public NotShippableException(String className, String path, String reason) {
    super(className + (path.isEmpty() ? "" : " (in " + path + ")") + " " + reason);
    this.className = className;
    this.path = path;
    this.reason = reason;
  }

  void ran(Execution how) {
    execution = how;
  }

  /**
   * How the task was run whose result cannot travel.
   *
   * @return worker, attempts and times; {@link Execution#NONE} for a task that was refused
   */
  @Override
  public Execution execution() {
    return execution;
  }

  /**
   * The class at fault.
   *
   * @return its binary name
   */
  public String className() {
    return className;
  }

  /**
   * Where it was found.
   *
   * @return the path of fields from the outermost value; empty when it is the value itself
   */
  public String path() {
    return path;
  }

  /**
   * Why it cannot travel.
   *
   * @return the end of a sentence that begins with the class
   */
  public String reason() {
    return reason;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
