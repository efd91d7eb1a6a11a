package dev.rota.cli.map;

import dev.rota.Outcome;
import dev.rota.TaskFailure;
import dev.rota.cli.output.FailureKind;
import dev.rota.cli.output.LineOutput;
import dev.rota.cli.output.OutputLine;
import dev.rota.cli.progress.Tally;
import dev.rota.cli.run.Stop;
import org.jspecify.annotations.Nullable;

/** Writes outcomes as they come, and counts them. */
final class Delivery {
  private final LineOutput out;
  private final Tally tally;
  private final Stop stop;
  private final @Nullable MapLog log;
  private final boolean inOrder;
  private final OutputLine line = new OutputLine();
  private String refusal = "";
  private boolean over;

  /**
   * Takes what it needs.
   *
   * @param log null for none
   * @param inOrder whether outcomes come in the order of the inputs
   */
  Delivery(LineOutput out, Tally tally, Stop stop, @Nullable MapLog log, boolean inOrder) {
    this.out = out;
    this.tally = tally;
    this.stop = stop;
    this.log = log;
    this.inOrder = inOrder;
  }

  void take(Outcome<String, Object> outcome) {
    if (over) {
      return;
    }
    switch (outcome) {
      case Outcome.Success<?, ?> _ -> {
        write(outcome);
        tally.success();
      }
      case Outcome.Failure<?, ?>(_, TaskFailure failure, _) -> failed(outcome, failure);
    }
  }

  /** What the end of the run took away has no outcome: a later run begins with it. */
  private void failed(Outcome<String, Object> outcome, TaskFailure failure) {
    var kind = FailureKind.of(failure);
    if (stop.isAsked() && (kind == FailureKind.CANCELLED || kind == FailureKind.REJECTED)) {
      refusal = kind == FailureKind.REJECTED && refusal.isEmpty() ? failure.getMessage() : refusal;
      over = log != null && inOrder; // a later run fills the gap, and then it is still in order
      return;
    }
    write(outcome);
    tally.failure(kind);
  }

  private void write(Outcome<String, Object> outcome) {
    out.write(line.of(outcome));
    if (log != null) {
      log.ended(outcome);
    }
  }

  /**
   * Why the pool refused the first input that it did not take once the run was told to end; empty
   * if none.
   */
  String refusal() {
    return refusal;
  }
}
