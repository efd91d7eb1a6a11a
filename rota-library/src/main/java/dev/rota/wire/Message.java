package dev.rota.wire;

/**
 * What master and worker tell each other: a header of 16 bytes (length of the payload, kind and
 * slot, sequence number) and a payload.
 */
public final class Message {

  /** To the worker: remember the function in the payload; the sequence number is its id. */
  public static final int DEFINE = 1;

  /** To the worker: forget a function. */
  public static final int FORGET = 2;

  /**
   * To the worker: do the tasks in the payload one after the other. Each is a part of it in the
   * form of {@link Call}; the sequence number is the first one's, the others follow it.
   */
  public static final int RUN = 3;

  /** To the worker: exit. */
  public static final int STOP = 4;

  /**
   * To the worker, in its ring of answers: how a task that it submitted ended; an {@link Answer}.
   * The sequence number is the one that the worker gave the task.
   */
  public static final int ANSWER = 5;

  /**
   * To the worker: read the task in the payload, which has the form of {@link #RUN}'s, and do not
   * run it.
   */
  public static final int EXAMPLE = 6;

  /** To the master: the worker takes tasks. */
  public static final int READY = 64;

  /** To the master: how a task ended; see {@link Result}. */
  public static final int RESULT = 65;

  /**
   * To the master: a task that runs, in the slot, submits another; a {@link Submission}. The
   * sequence number is the new task's, of the worker's own counting.
   */
  public static final int SUBMIT = 66;

  /**
   * To the master: cancel a task that was submitted by {@link #SUBMIT}; slot 1 to interrupt it if
   * it runs, 0 not to.
   */
  public static final int CANCEL = 67;

  /** Length of a header. */
  public static final int HEADER = 16;

  /** How many bytes of tasks go into one {@link #RUN}, unless a single one has more. */
  public static final int RUN_BYTES = 1 << 16;

  private Message() {}

  /** Writes a header. */
  public static byte[] header(int kind, int slot, long sequence, int length) {
    byte[] header = new byte[HEADER];
    putInt(header, 0, length);
    putInt(header, 4, kind << 24 | slot);
    putInt(header, 8, (int) (sequence >>> 32));
    putInt(header, 12, (int) sequence);
    return header;
  }

  private static void putInt(byte[] bytes, int offset, int value) {
    bytes[offset] = (byte) (value >>> 24);
    bytes[offset + 1] = (byte) (value >>> 16);
    bytes[offset + 2] = (byte) (value >>> 8);
    bytes[offset + 3] = (byte) value;
  }

  static int getInt(byte[] bytes, int offset) {
    return bytes[offset] << 24
        | (bytes[offset + 1] & 0xff) << 16
        | (bytes[offset + 2] & 0xff) << 8
        | (bytes[offset + 3] & 0xff);
  }
}
