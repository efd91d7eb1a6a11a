package dev.rota.share;

import java.io.Serializable;

/**
 * A number that all threads of all processes that have a {@link SharedRegion} share: a counter for
 * example. It can travel, as {@link SharedMutex}. Reads and writes have the memory effects of
 * volatile ones. Once the region is closed everything throws {@link RegionException}.
 */
public final class SharedLong implements Serializable {

  private final transient Attachment region;
  private final transient Cells cells;
  private final transient long place;

  SharedLong(Attachment region, long place) {
    this.region = region;
    this.cells = region.cells();
    this.place = place;
  }

  /**
   * The number.
   *
   * @return what it is now
   */
  public long get() {
    return cells.get(place);
  }

  /**
   * Replaces the number.
   *
   * @param value the new one
   */
  public void set(long value) {
    cells.set(place, value);
  }

  /**
   * Adds one, and gives the sum.
   *
   * @return the sum; after {@link Long#MAX_VALUE} comes {@link Long#MIN_VALUE}
   */
  public long increment() {
    return add(1);
  }

  /**
   * Adds, and gives the sum.
   *
   * @param more what to add; may be negative
   * @return the sum, which wraps around when it overflows
   */
  public long add(long more) {
    return cells.add(place, more) + more;
  }

  /**
   * Replaces the number if it is the expected one; says whether it was.
   *
   * @param expected what the number has to be
   * @param value the new one
   * @return whether it was replaced
   */
  public boolean compareAndSet(long expected, long value) {
    return cells.cas(place, expected, value);
  }

  private Object writeReplace() {
    return ObjectHandle.of(region, place);
  }

  @Override
  public String toString() {
    return Long.toString(get());
  }
}
