package dev.rota;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one input of a {@linkplain Pool#map map} ended.
 *
 * @param <A> the type of the input
 * @param <T> the type of the value
 */
public sealed interface Outcome<A, T> {

  /**
   * The input.
   *
   * @return the input as it was given
   */
  A input();

  /**
   * How the task was run.
   *
   * @return worker, attempts and times
   */
  Execution execution();

  /**
   * The worker of the last attempt.
   *
   * @return its name, empty if the task never started
   */
  default String worker() {
    return execution().worker();
  }

  /**
   * How often the task was started.
   *
   * @return 0 or more
   */
  default int attempts() {
    return execution().attempts();
  }

  /**
   * How long the task waited for its turn.
   *
   * @return from admission to the start of the last attempt
   */
  default Duration queueTime() {
    return execution().queueTime();
  }

  /**
   * How long the last attempt ran.
   *
   * @return its wall-clock time
   */
  default Duration runTime() {
    return execution().runTime();
  }

  /**
   * The function returned.
   *
   * @param <A> the type of the input
   * @param <T> the type of the value
   * @param input the input
   * @param value what the function returned
   * @param execution how the task was run
   */
  record Success<A, T>(A input, @Nullable T value, Execution execution) implements Outcome<A, T> {}

  /**
   * The function did not return.
   *
   * @param <A> the type of the input
   * @param <T> the type of the value
   * @param input the input
   * @param failure why
   * @param execution how the task was run
   */
  record Failure<A, T>(A input, TaskFailure failure, Execution execution)
      implements Outcome<A, T> {}
}
