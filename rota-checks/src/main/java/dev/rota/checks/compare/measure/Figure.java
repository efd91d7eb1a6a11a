package dev.rota.checks.compare.measure;

import java.util.List;

/** Something to be measured of Rota, beside others where there are any. */
public interface Figure {

  /** What it is called on the command line. */
  String name();

  /** What is measured, in a sentence. */
  String about();

  /** What is to be reached. */
  List<Target> targets();

  /** How often each line is measured in a round: often where one measurement is short. */
  default int repeats() {
    return 1;
  }

  /** The most rounds that are worth their time. */
  default int mostRounds() {
    return Integer.MAX_VALUE;
  }

  /** Starts and warms up what is measured. */
  void set(Stage stage) throws Exception;
}
