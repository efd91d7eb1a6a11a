package dev.rota;

/**
 * A function and one input for it, as a task. Pools that ship tasks to other processes send the
 * function once a worker and then only inputs.
 *
 * @param <A> the type of the input
 * @param <T> the type of the result
 * @param function the function
 * @param input the input
 */
public record FunctionCall<A, T>(TaskFunction<? super A, ? extends T> function, A input)
    implements Task<T> {

  @Override
  public T call() throws Exception {
    return function.apply(input);
  }
}
