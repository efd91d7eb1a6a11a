package dev.rota.share;

import java.io.Serializable;
import java.util.Objects;

/**
 * Numbers that all threads of all processes that have a {@link SharedRegion} share. It can travel,
 * as {@link SharedMutex}. Reads and writes have the memory effects of volatile ones. An index that
 * is negative or not less than {@link #length()} throws {@link IndexOutOfBoundsException}; once the
 * region is closed everything throws {@link RegionException}.
 */
public final class SharedLongArray implements Serializable {

  private final transient Attachment region;
  private final transient Cells cells;
  private final transient long place;
  private final transient long length;

  SharedLongArray(Attachment region, long place, long length) {
    this.region = region;
    this.cells = region.cells();
    this.place = place;
    this.length = length;
  }

  /**
   * How many numbers there are.
   *
   * @return 1 or more
   */
  public long length() {
    return length;
  }

  /**
   * The number at that index.
   *
   * @param index 0 to {@link #length()} - 1
   * @return what it is now
   * @throws IndexOutOfBoundsException if {@code index} is out of range
   */
  public long get(long index) {
    return cells.get(at(index));
  }

  /**
   * Replaces the number at that index.
   *
   * @param index 0 to {@link #length()} - 1
   * @param value the new one
   * @throws IndexOutOfBoundsException if {@code index} is out of range
   */
  public void set(long index, long value) {
    cells.set(at(index), value);
  }

  /**
   * Adds to the number at that index, and gives the sum.
   *
   * @param index 0 to {@link #length()} - 1
   * @param more what to add; may be negative
   * @return the sum, which wraps around when it overflows
   * @throws IndexOutOfBoundsException if {@code index} is out of range
   */
  public long add(long index, long more) {
    return cells.add(at(index), more) + more;
  }

  /**
   * Replaces the number at that index if it is the expected one; says whether it was.
   *
   * @param index 0 to {@link #length()} - 1
   * @param expected what the number has to be
   * @param value the new one
   * @return whether it was replaced
   * @throws IndexOutOfBoundsException if {@code index} is out of range
   */
  public boolean compareAndSet(long index, long expected, long value) {
    return cells.cas(at(index), expected, value);
  }

  private long at(long index) {
    return place + Objects.checkIndex(index, length) * Long.BYTES;
  }

  private Object writeReplace() {
    return ObjectHandle.of(region, place);
  }

  @Override
  public String toString() {
    return "SharedLongArray[" + length + "]";
  }
}
