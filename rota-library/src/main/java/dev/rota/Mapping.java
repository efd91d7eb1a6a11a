package dev.rota;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@code map}: a feeder submits inputs as long as the look-ahead allows, the reader of
 * the stream takes outcomes and thereby makes room. In input order the feeder hands over each
 * future as it submits it; in finish order each future hands itself over when it ends.
 */
final class Mapping<A, T> {

  /** A submitted input, or the end of the inputs with what ended them. */
  private sealed interface Item<A, T> {}

  private record Submitted<A, T>(A input, TaskFuture<T> future) implements Item<A, T> {}

  private record Refused<A, T>(A input, TaskFailure failure) implements Item<A, T> {}

  private record Last<A, T>(@Nullable Throwable thrown) implements Item<A, T> {}

  private static final int CIRCUIT_PAUSE_MILLIS = 100;

  private final AbstractPool pool;
  private final Iterable<? extends A> inputs;
  private final TaskFunction<? super A, ? extends T> function;
  private final MapOptions options;
  private final int bound;
  private final Semaphore room;
  private final BlockingQueue<Item<A, T>> items = new LinkedBlockingQueue<>();
  private final Set<TaskFuture<T>> unfinished = // in finish order only
      Collections.newSetFromMap(new ConcurrentHashMap<>());
  private volatile boolean closed;
  private volatile @Nullable Thread feeder;
  private volatile @Nullable TaskFuture<T> awaited; // by the reader, taken out of items

  Mapping(
      AbstractPool pool,
      Iterable<? extends A> inputs,
      TaskFunction<? super A, ? extends T> function,
      MapOptions options,
      int bound) {
    this.pool = pool;
    this.inputs = requireNonNull(inputs, "inputs");
    this.function = requireNonNull(function, "function");
    this.options = options;
    this.bound = bound;
    this.room = new Semaphore(bound);
  }

  Stream<Outcome<A, T>> stream() {
    int characteristics = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(
            () -> new Outcomes(characteristics), characteristics, /* parallel= */ false)
        .onClose(this::close);
  }

  private void feed() {
    Throwable thrown = null;
    try {
      thrown = submitAll();
      if (options.order() == MapOptions.Order.FINISH) {
        room.acquire(bound - 1); // until the last outcome was taken
      }
    } catch (InterruptedException e) {
      // only close() interrupts
    }
    items.add(new Last<>(thrown));
  }

  /** What the iteration threw, null if it came to its end; has room for one more then. */
  private @Nullable Throwable submitAll() throws InterruptedException {
    try {
      room.acquire(); // before the next input is looked for, so that none is taken too early
      for (A input : inputs) {
        if (closed) {
          throw new InterruptedException();
        }
        submit(input);
        room.acquire();
      }
      return null;
    } catch (InterruptedException e) {
      throw e;
    } catch (Throwable thrown) {
      return thrown;
    }
  }

  private void submit(A input) throws InterruptedException {
    TaskFuture<T> future;
    try {
      future = pool.newTask(new FunctionCall<A, T>(function, input), options.task());
      future.withoutStages();
      if (options.order() == MapOptions.Order.FINISH) {
        future.whenEnded(() -> finished(input, future));
      }
      admit(future);
    } catch (TaskRejectedException | NotShippableException e) {
      items.add(new Refused<>(input, (TaskFailure) e));
      return;
    }
    if (options.order() == MapOptions.Order.INPUT) {
      items.add(new Submitted<>(input, future));
    } else {
      unfinished.add(future);
      if (future.isDone()) {
        unfinished.remove(future);
      }
    }
    if (closed) {
      future.cancel(true);
    }
  }

  private void finished(A input, TaskFuture<T> future) {
    unfinished.remove(future);
    items.add(new Submitted<>(input, future));
  }

  /** No input is lost to an open circuit: it is as good as a full queue. */
  private void admit(TaskFuture<T> future) throws InterruptedException {
    while (true) {
      try {
        pool.admit(future, Long.MAX_VALUE);
        return;
      } catch (TaskRejectedException e) {
        if (e.reason() != TaskRejectedException.Reason.CIRCUIT_OPEN) {
          throw e;
        }
        Thread.sleep(CIRCUIT_PAUSE_MILLIS);
      }
    }
  }

  private void close() {
    closed = true;
    Thread running = feeder;
    if (running != null) {
      running.interrupt();
    }
    unfinished.forEach(future -> future.cancel(true));
    TaskFuture<T> current = awaited;
    if (current != null) {
      current.cancel(true);
    }
    for (Item<A, T> item : items) {
      if (item instanceof Submitted<A, T>(A input, TaskFuture<T> future)) {
        future.cancel(true);
      }
    }
  }

  private Outcome<A, T> outcome(A input, TaskFuture<T> future) throws InterruptedException {
    try {
      T value = future.get();
      return new Outcome.Success<>(input, value, future.execution());
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      TaskFailure failure =
          cause instanceof TaskFailure typed
              ? typed
              : new TaskThrewException(cause == null ? e : cause, future.execution());
      return new Outcome.Failure<>(input, failure, future.execution());
    } catch (CancellationException e) {
      TaskFailure failure =
          e instanceof TaskCancelledException typed
              ? typed
              : new TaskCancelledException(String.valueOf(e.getMessage()));
      return new Outcome.Failure<>(input, failure, future.execution());
    }
  }

  /** The reader's end. */
  private final class Outcomes extends Spliterators.AbstractSpliterator<Outcome<A, T>> {

    private boolean exhausted;

    Outcomes(int characteristics) {
      super(Long.MAX_VALUE, characteristics);
    }

    @Override
    public boolean tryAdvance(Consumer<? super Outcome<A, T>> action) {
      if (exhausted || closed) {
        return false;
      }
      if (feeder == null) {
        feeder = Thread.ofVirtual().name("rota-map-feeder").start(Mapping.this::feed);
      }
      try {
        Outcome<A, T> outcome = next();
        if (outcome == null || closed) {
          exhausted = true;
          return false;
        }
        room.release();
        action.accept(outcome);
        return true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        close();
        throw new CancellationException("interrupted while waiting for an outcome");
      }
    }

    private @Nullable Outcome<A, T> next() throws InterruptedException {
      return switch (pool.waiting(null, items::take)) {
        case Submitted<A, T>(A input, TaskFuture<T> future) -> {
          awaited = future;
          if (closed) {
            future.cancel(true); // close() may have looked in between
          }
          yield outcome(input, future);
        }
        case Refused<A, T>(A input, TaskFailure failure) ->
            new Outcome.Failure<>(input, failure, Execution.NONE);
        case Last<A, T>(Throwable thrown) -> {
          rethrow(closed ? null : thrown);
          yield null;
        }
      };
    }

    private static void rethrow(@Nullable Throwable thrown) {
      switch (thrown) {
        case null -> {}
        case RuntimeException unchecked -> throw unchecked;
        case Error error -> throw error;
        default -> throw new IllegalStateException(thrown); // no checked one can be declared
      }
    }
  }
}
