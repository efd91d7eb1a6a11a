package dev.rota;

import java.io.Serializable;

/**
 * A function that can travel to another process, for {@link Pool#map(Iterable, TaskFunction)}.
 *
 * @param <A> the type of the input
 * @param <T> the type of the result
 */
@FunctionalInterface
public interface TaskFunction<A, T> extends Serializable {

  /**
   * Applies this function.
   *
   * @param input one input
   * @return the result for that input, possibly null
   * @throws Exception whatever the function fails with; it becomes that input's failure
   */
  T apply(A input) throws Exception;
}
