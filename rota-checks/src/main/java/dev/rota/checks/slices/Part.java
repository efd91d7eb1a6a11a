package dev.rota.checks.slices;

import java.util.Locale;

/** What can be measured by itself. */
enum Part {
  COSTS(Costs::print),
  LATENCY(Neighbours::print),
  PINNED(Pinned::print),
  CURVE(Curve::print),
  SHARES(Shares::print),
  LOSS(Loss::print),
  MILLION(Crowd::print);

  private interface Body {
    void print(Paper paper) throws Exception;
  }

  @SuppressWarnings("ImmutableEnumChecker") // references to static methods
  private final Body body;

  Part(Body body) {
    this.body = body;
  }

  String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  void print(Paper paper) throws Exception {
    body.print(paper);
  }
}
