package dev.rota.cli.map;

import dev.rota.Outcome;
import dev.rota.TaskFailure;
import dev.rota.cli.output.FailureKind;
import dev.rota.cli.output.LineOutput;
import dev.rota.cli.output.OutputLine;
import dev.rota.cli.progress.Tally;
import dev.rota.cli.run.Stop;

/** Writes outcomes as they come, and counts them. */
final class Delivery {
  private final LineOutput out;
  private final Tally tally;
  private final Stop stop;
  private final OutputLine line = new OutputLine();
  private String refusal = "";

  Delivery(LineOutput out, Tally tally, Stop stop) {
    this.out = out;
    this.tally = tally;
    this.stop = stop;
  }

  void take(Outcome<String, Object> outcome) {
    switch (outcome) {
      case Outcome.Success<?, ?> _ -> {
        out.write(line.of(outcome));
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
      return;
    }
    out.write(line.of(outcome));
    tally.failure(kind);
  }

  /**
   * Why the pool refused the first input that it did not take once the run was told to end; empty
   * if none.
   */
  String refusal() {
    return refusal;
  }
}
