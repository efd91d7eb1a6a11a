package dev.rota.share;

import org.jspecify.annotations.Nullable;

/** What can be wrong with a region of shared memory, or with what lies in it. */
public final class RegionException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** What is wrong. */
  public enum Reason {
    /** There is no region of that name, or nobody has it any more. */
    MISSING,
    /** There is one of that name already. */
    EXISTS,
    /** This process has closed it. */
    CLOSED,
    /** It was not made by this version of Rota, or its content has been destroyed. */
    CORRUPT,
    /** There is no room: in the machine's memory, in the region, or for one more process. */
    FULL,
    /** What has that name in the region is of another kind or size. */
    MISMATCH,
    /** The system does not allow it: not Linux, a folder of somebody else's. */
    REFUSED
  }

  /** What is wrong. */
  private final Reason reason;

  RegionException(Reason reason, String message) {
    this(reason, message, null);
  }

  RegionException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /**
   * What is wrong, for a program.
   *
   * @return the reason
   */
  public Reason reason() {
    return reason;
  }
}
