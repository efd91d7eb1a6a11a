package dev.rota;

import java.io.Serializable;
import java.util.concurrent.Callable;

/**
 * A unit of work with a result that can travel to another process. A lambda given where a {@code
 * Task} is expected is serializable, and so is everything it captures, or the pool refuses it with
 * a {@link NotShippableException}.
 *
 * @param <T> the type of the result
 */
@FunctionalInterface
public interface Task<T> extends Callable<T>, Serializable {}
