package dev.rota.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.NullMarked;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A {@link Ring} with a producer and a consumer at the same time, each with its own end as in two
 * processes.
 */
@NullMarked
public final class RingStress {

  private static final int CAPACITY = 64;

  private RingStress() {}

  /** Both ends of a ring. What a protocol error would be is an error of the test. */
  public abstract static class Ends {

    private static final byte FIRST = 0x11;
    private static final byte SECOND = 0x22;

    private final ByteBuffer memory = StressMemory.next(Ring.size(CAPACITY));
    final Ring producer = Ring.at(memory, 0, CAPACITY);
    final Ring consumer = Ring.at(memory, 0, CAPACITY);
    private final byte[] written = new byte[CAPACITY];
    private final byte[] read = new byte[CAPACITY];

    final int write(byte value, int length) {
      Arrays.fill(written, 0, length, value);
      try {
        return producer.write(written, 0, length);
      } catch (ProtocolException e) {
        throw new IllegalStateException(e);
      }
    }

    final int read(int length) {
      try {
        return consumer.read(read, 0, length);
      } catch (ProtocolException e) {
        throw new IllegalStateException(e);
      }
    }

    /** 0 if the bytes read last are all {@code value}, else how many are not. */
    final int wrong(byte value, int length) {
      int wrong = 0;
      for (int i = 0; i < length; i++) {
        wrong += read[i] == value ? 0 : 1;
      }
      return wrong;
    }

    static int number(boolean bool) {
      return bool ? 1 : 0;
    }
  }

  /** A reader goes to sleep while a message is written. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "sleeps and is rung")
  @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "sees the message itself")
  @Outcome(
      id = "1, 0",
      expect = Expect.ACCEPTABLE,
      desc = "sees the message, and is rung for nothing")
  @Outcome(id = "0, 1", expect = Expect.FORBIDDEN, desc = "sleeps, and nobody rings")
  @State
  public static class ReaderSleeps extends Ends {

    /** The producer. */
    @Actor
    public void writer(II_Result result) {
      write(Ends.FIRST, 16);
      result.r1 = number(producer.takeSleepingReader());
    }

    /** The consumer. */
    @Actor
    public void reader(II_Result result) {
      result.r2 = number(consumer.readerMaySleep());
    }
  }

  /**
   * A reader with its flag up wakes by itself, finds nothing or a message, and goes to sleep again.
   */
  @JCStressTest
  @Outcome(
      id = {"1, 1", "0, 0", "1, 0"},
      expect = Expect.ACCEPTABLE,
      desc = "rung, or sees the message")
  @Outcome(id = "0, 1", expect = Expect.FORBIDDEN, desc = "sleeps, and nobody rings")
  @State
  public static class ReaderWakesByItself extends Ends {

    /** The reader sleeps. */
    public ReaderWakesByItself() {
      consumer.readerMaySleep();
    }

    /** The producer. */
    @Actor
    public void writer(II_Result result) {
      write(Ends.FIRST, 16);
      result.r1 = number(producer.takeSleepingReader());
    }

    /** The consumer. */
    @Actor
    public void reader(II_Result result) {
      consumer.readerAwake();
      result.r2 = number(read(16) == 0 && consumer.readerMaySleep());
    }
  }

  /** A writer that found no room goes to sleep while a message is read. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "sleeps and is rung")
  @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "sees the room itself")
  @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "sees the room, and is rung for nothing")
  @Outcome(id = "0, 1", expect = Expect.FORBIDDEN, desc = "sleeps, and nobody rings")
  @State
  public static class WriterSleeps extends Ends {

    /** The ring is full. */
    public WriterSleeps() {
      write(Ends.FIRST, CAPACITY);
    }

    /** The consumer. */
    @Actor
    public void reader(II_Result result) {
      read(16);
      result.r1 = number(consumer.takeSleepingWriter());
    }

    /** The producer. */
    @Actor
    public void writer(II_Result result) {
      result.r2 = number(producer.writerMaySleep());
    }
  }

  /** What is read was written, also where the ring begins again. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "nothing yet")
  @Outcome(id = "16, 0", expect = Expect.ACCEPTABLE, desc = "the message")
  @Outcome(expect = Expect.FORBIDDEN, desc = "bytes that were not written, or half a write")
  @State
  public static class BytesBeforeTail extends Ends {

    /** The next message lies at the end and at the beginning. */
    public BytesBeforeTail() {
      write(Ends.FIRST, 56);
      read(56);
    }

    /** The producer. */
    @Actor
    public void writer() {
      write(Ends.SECOND, 16);
    }

    /** The consumer. */
    @Actor
    public void reader(II_Result result) {
      result.r1 = read(16);
      result.r2 = wrong(Ends.SECOND, result.r1);
    }
  }

  /** What is being read is not written over. */
  @JCStressTest
  @Outcome(
      id = {"0, 0", "48, 0"},
      expect = Expect.ACCEPTABLE,
      desc = "no room yet, or after the reading")
  @Outcome(expect = Expect.FORBIDDEN, desc = "written over while it was read, or half a write")
  @State
  public static class BytesBeforeHead extends Ends {

    /** The ring is full. */
    public BytesBeforeHead() {
      write(Ends.FIRST, CAPACITY);
    }

    /** The producer. */
    @Actor
    public void writer(II_Result result) {
      result.r1 = write(Ends.SECOND, 48);
    }

    /** The consumer. */
    @Actor
    public void reader(II_Result result) {
      result.r2 = wrong(Ends.FIRST, read(48));
    }
  }
}
