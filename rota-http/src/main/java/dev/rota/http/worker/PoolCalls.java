package dev.rota.http.worker;

import dev.rota.Pool;
import dev.rota.TaskRejectedException;
import dev.rota.http.link.Row;

/** Calls handlers in the threads or coroutines of a pool. */
final class PoolCalls implements Calls {

  private final Answering answering;
  private final Pool pool;
  private final Row row;
  private final Runnable whenStuck;

  PoolCalls(Answering answering, Pool pool, Row row, Runnable whenStuck) {
    this.answering = answering;
    this.pool = pool;
    this.row = row;
    this.whenStuck = whenStuck;
  }

  @Override
  public void call(Exchange exchange) {
    try {
      exchange.runsAs(pool.submit((Runnable) () -> answering.answer(exchange)));
    } catch (TaskRejectedException e) {
      row.add(Row.Count.REFUSED, 1);
      boolean _ = exchange.answer(Answers.FULL);
    }
  }

  @Override
  public void stuck(Exchange exchange) {
    whenStuck.run();
  }
}
