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

  /** How many numbers there are. */
  public long length() {
    return length;
  }

  /** The number at that index. */
  public long get(long index) {
    return cells.get(at(index));
  }

  /** Replaces the number at that index. */
  public void set(long index, long value) {
    cells.set(at(index), value);
  }

  /** Adds to the number at that index, and gives the sum. */
  public long add(long index, long more) {
    return cells.add(at(index), more) + more;
  }

  /** Replaces the number at that index if it is the expected one; says whether it was. */
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
