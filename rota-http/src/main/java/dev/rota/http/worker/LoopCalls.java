package dev.rota.http.worker;

/** Calls handlers in the event loop; {@link LoopWatch} finds those that block it. */
final class LoopCalls implements Calls {

  private final Answering answering;
  private final LoopWatch watch;

  LoopCalls(Answering answering, LoopWatch watch) {
    this.answering = answering;
    this.watch = watch;
  }

  @Override
  public void call(Exchange exchange) {
    watch.begins();
    try {
      answering.answer(exchange);
    } finally {
      watch.ends();
    }
  }

  /** It has returned long ago: what is late is its stage. */
  @Override
  public void stuck(Exchange exchange) {}
}
