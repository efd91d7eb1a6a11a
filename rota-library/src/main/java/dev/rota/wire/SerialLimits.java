package dev.rota.wire;

import java.io.ObjectInputFilter;

/**
 * Bounds a serialized value whose writer is not trusted: its depth, and its arrays and references
 * by the bytes they come in, of which each takes at least one.
 */
final class SerialLimits implements ObjectInputFilter {

  private final int bytes;
  private boolean broken;

  SerialLimits(int bytes) {
    this.bytes = bytes;
  }

  @Override
  public Status checkInput(FilterInfo info) {
    broken |=
        info.depth() > ValueWriter.MOST_NESTING
            || info.arrayLength() > bytes
            || info.references() > bytes;
    return broken ? Status.REJECTED : Status.ALLOWED;
  }

  /** What went wrong, given what was thrown. */
  String describe(Throwable thrown) {
    return broken
        ? "nested deeper than " + ValueWriter.MOST_NESTING + ", or larger than its bytes can hold"
        : Failures.describe(thrown);
  }
}
