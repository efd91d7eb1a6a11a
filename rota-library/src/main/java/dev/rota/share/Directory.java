package dev.rota.share;

import dev.rota.share.RegionException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What lies in a region under which name. It only grows: an entry is written behind the last, and
 * counts once the count says so, so whoever dies on the way leaves nothing behind.
 *
 * <pre>
 *   0    kind
 *   8    place
 *   16   size
 *   24   parameter   of its kind: permits, elements, capacity
 *   32   length of the name
 *   40   name
 * </pre>
 */
final class Directory {

  static final long ENTRY = 128;

  private static final int PLACE = 8;
  private static final int SIZE = 16;
  private static final int PARAMETER = 24;
  private static final int LENGTH = 32;
  private static final int NAME = 40;
  private static final int LONGEST_NAME = 64;

  private final Attachment region;
  private final Cells cells;

  /** What there is in regions. */
  enum Kind {
    MEMORY(1),
    LONG(2),
    LONG_ARRAY(3),
    MUTEX(4),
    FAIR_MUTEX(5),
    SEMAPHORE(6),
    FAIR_SEMAPHORE(7),
    UNOWNED_SEMAPHORE(8),
    FAIR_UNOWNED_SEMAPHORE(9),
    QUEUE(10);

    private final long code;

    Kind(long code) {
      this.code = code;
    }

    /** The kind of that code; null if there is none. */
    static @Nullable Kind of(long code) {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      return null;
    }
  }

  record Entry(Kind kind, long place, long size, long parameter, String name) {}

  Directory(Attachment region) {
    this.region = region;
    this.cells = region.cells();
  }

  /** Guards the making of entries. */
  SharedMutex mutex() {
    return (SharedMutex)
        region.object(
            Layout.MUTEX, at -> new SharedMutex(at, Layout.MUTEX, "of the directory", false));
  }

  /** The entry of that name; made and laid out if there is none. */
  Entry findOrMake(String name, Kind kind, long size, long parameter, LongConsumer layOut) {
    Layout.checkedName(name);
    SharedMutex mutex = mutex();
    mutex.lock();
    try {
      if (mutex.ownerDied()) {
        mutex.markRepaired(); // what it wrote does not count
      }
      List<Entry> entries = entries();
      for (Entry entry : entries) {
        if (entry.name.equals(name)) {
          return checked(entry, kind, parameter);
        }
      }
      return append(entries, name, kind, Layout.aligned(size), parameter, layOut);
    } finally {
      mutex.unlock();
    }
  }

  private static Entry checked(Entry entry, Kind kind, long parameter) {
    if (entry.kind != kind || entry.parameter != parameter) {
      throw new RegionException(
          Reason.MISMATCH,
          entry.name
              + " is there already: "
              + entry.kind
              + " of "
              + entry.parameter
              + ", asked for is "
              + kind
              + " of "
              + parameter);
    }
    return entry;
  }

  private Entry append(
      List<Entry> entries, String name, Kind kind, long size, long parameter, LongConsumer layOut) {
    int count = entries.size();
    long place = count == 0 ? Layout.OBJECTS : entries.getLast().place + entries.getLast().size;
    long room = cells.get(Layout.SIZE) - place;
    if (size > room || count == Layout.MOST_OBJECTS) {
      throw new RegionException(
          Reason.FULL,
          size > room
              ? name + " takes " + size + " bytes, and the region has " + room + " left"
              : Layout.MOST_OBJECTS + " objects are in this region, which is the most");
    }
    cells.slice(place, size).fill((byte) 0); // somebody may have died here
    layOut.accept(place);
    Entry entry = new Entry(kind, place, size, parameter, name);
    write(count, entry);
    FaultPoint.at("directory: written");
    cells.set(Layout.COUNT, count + 1L);
    FaultPoint.at("directory: counted");
    return entry;
  }

  private void write(int index, Entry entry) {
    long at = Layout.DIRECTORY + index * ENTRY;
    byte[] name = entry.name.getBytes(StandardCharsets.US_ASCII);
    cells.set(at, entry.kind.code);
    cells.set(at + PLACE, entry.place);
    cells.set(at + SIZE, entry.size);
    cells.set(at + PARAMETER, entry.parameter);
    cells.set(at + LENGTH, name.length);
    cells.copyIn(name, 0, at + NAME, name.length);
  }

  /** All that is there now. */
  List<Entry> entries() {
    long count = cells.get(Layout.COUNT);
    if (count < 0 || count > Layout.MOST_OBJECTS) {
      throw corrupt("it counts " + count + " objects");
    }
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(read(i));
    }
    return entries;
  }

  private Entry read(int index) {
    long at = Layout.DIRECTORY + index * ENTRY;
    Kind kind = Kind.of(cells.get(at));
    long place = cells.get(at + PLACE);
    long size = cells.get(at + SIZE);
    long length = cells.get(at + LENGTH);
    long end = cells.get(Layout.SIZE);
    if (kind == null
        || length < 1
        || length > LONGEST_NAME
        || place < Layout.OBJECTS
        || place > end
        || size < 0
        || size > end - place) {
      throw corrupt("entry " + index + " of its directory makes no sense");
    }
    return new Entry(
        kind, place, size, cells.get(at + PARAMETER), cells.getText(at + NAME, (int) length));
  }

  private static RegionException corrupt(String how) {
    return new RegionException(Reason.CORRUPT, "the region has been damaged: " + how);
  }

  /** What has to be put in order there when a process dies; null if there is nothing. */
  @Nullable Recoverable recoverable(Entry entry) {
    return switch (entry.kind) {
      case MEMORY, LONG, LONG_ARRAY -> null;
      case MUTEX, FAIR_MUTEX -> mutex(entry)::recover;
      case SEMAPHORE, FAIR_SEMAPHORE, UNOWNED_SEMAPHORE, FAIR_UNOWNED_SEMAPHORE ->
          semaphore(entry)::recover;
      case QUEUE -> queue(entry)::recover;
    };
  }

  SharedMutex mutex(Entry entry) {
    boolean fair = entry.kind == Kind.FAIR_MUTEX;
    return (SharedMutex)
        region.object(entry.place, at -> new SharedMutex(at, entry.place, entry.name, fair));
  }

  SharedSemaphore semaphore(Entry entry) {
    boolean fair = entry.kind == Kind.FAIR_SEMAPHORE || entry.kind == Kind.FAIR_UNOWNED_SEMAPHORE;
    boolean owned = entry.kind == Kind.SEMAPHORE || entry.kind == Kind.FAIR_SEMAPHORE;
    return (SharedSemaphore)
        region.object(
            entry.place, at -> new SharedSemaphore(at, entry.place, entry.name, owned, fair));
  }

  SharedQueue queue(Entry entry) {
    return (SharedQueue) region.object(entry.place, at -> new SharedQueue(at, entry));
  }
}
