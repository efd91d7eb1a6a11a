package dev.rota.checks.compare.figure;

import dev.rota.FunctionCall;
import dev.rota.Task;
import dev.rota.TaskFunction;
import dev.rota.VoidTask;
import dev.rota.checks.compare.measure.Figure;
import dev.rota.checks.compare.measure.Quantity;
import dev.rota.checks.compare.measure.Stage;
import dev.rota.checks.compare.measure.Target;
import dev.rota.checks.compare.measure.Unit;
import dev.rota.process.ProcessPool;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.IntFunction;

/** The first task that a spare is given, beside its thousandth. */
final class FirstTask implements Figure {

  private static final Quantity FIRST = new Quantity("first task", Unit.MICROS);
  private static final Quantity LATER = new Quantity("901st to 1000th, median", Unit.MICROS);
  private static final Quantity RATIO = new Quantity("first to 1000th", Unit.TIMES);

  private static final int TASKS = 1000;
  private static final int LAST = 100;

  /** How long a spare has to warm itself. */
  private static final int IDLE_MILLIS = 1000;

  private record Order(int id, String customer, List<String> items) {}

  /** A task that is a record, with a record in it and one as its result. */
  private record Bill(Order order) implements Task<Order> {
    @Override
    public Order call() {
      return new Order(order.id() + 1, order.customer(), order.items());
    }
  }

  @Override
  public String name() {
    return "first-task";
  }

  @Override
  public String about() {
    return "The first task on a spare that has been idle for a second, of a type that the pool has"
        + " seen before, beside the last hundred of a thousand on the same worker.";
  }

  @Override
  public List<Target> targets() {
    return List.of(Target.atMost(10, "Rota", RATIO));
  }

  @Override
  public void set(Stage stage) throws Exception {
    ProcessPool pool = stage.keep(ProcessPool.builder().workers(1).heap("128m").build());
    TaskFunction<Order, Order> function = order -> new Bill(order).call();
    line(stage, pool, "Rota: a record", i -> new Bill(order(i)));
    line(stage, pool, "Rota: a lambda", FirstTask::lambda);
    line(stage, pool, "Rota: a call", i -> new FunctionCall<>(function, order(i)));
    stage.lines(
        "a record, the same worker after a second without tasks",
        List.of(FIRST, LATER, RATIO),
        () -> {
          run(pool, i -> new Bill(order(i)));
          Thread.sleep(IDLE_MILLIS);
          return run(pool, i -> new Bill(order(i)));
        });
  }

  private static Order order(int id) {
    return new Order(id, "customer", List.of("one", "two"));
  }

  private static Task<String> lambda(int id) {
    String text = "customer " + id;
    return () -> text + "!";
  }

  private static void line(
      Stage stage, ProcessPool pool, String subject, IntFunction<Task<?>> tasks) throws Exception {
    run(pool, tasks); // from now on the pool has seen the type
    stage.lines(
        subject,
        List.of(FIRST, LATER, RATIO),
        () -> {
          putSpareInPlace(pool);
          return run(pool, tasks);
        });
  }

  private static double[] run(ProcessPool pool, IntFunction<Task<?>> tasks) throws Exception {
    double[] micros = new double[TASKS];
    for (int i = 0; i < TASKS; i++) {
      Callable<?> task = tasks.apply(i);
      long start = System.nanoTime();
      var _ = pool.submit(task).get();
      micros[i] = (System.nanoTime() - start) / 1e3;
    }
    double later = Arrays.stream(micros, TASKS - LAST, TASKS).sorted().toArray()[LAST / 2];
    return new double[] {micros[0], later, micros[0] / later};
  }

  /** Has the worker die, and waits until its successor's own spare does not disturb. */
  private static void putSpareInPlace(ProcessPool pool) throws Exception {
    Pools.awaitReady(pool, 2);
    VoidTask end = () -> Runtime.getRuntime().halt(0);
    try {
      var _ = pool.submit(end).get();
      throw new IllegalStateException("the worker lives");
    } catch (ExecutionException e) {
      Pools.awaitReady(pool, 2);
      Thread.sleep(IDLE_MILLIS);
    }
  }
}
