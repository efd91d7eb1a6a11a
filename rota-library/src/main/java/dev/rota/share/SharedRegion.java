package dev.rota.share;

import dev.rota.share.Directory.Entry;
import dev.rota.share.Directory.Kind;
import dev.rota.share.RegionException.Reason;
import java.io.IOException;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/**
 * Memory that several processes of one user have in common, and what lies in it: locks, numbers,
 * queues and plain bytes, each found by a name of its own.
 *
 * <pre>{@code
 * try (SharedRegion region = SharedRegion.create("orders", 1 << 20)) {
 *   SharedMutex door = region.mutex("door");
 *   SharedLong served = region.counter("served");
 *   pool.submit(() -> {
 *     door.lock();
 *     try {
 *       served.increment();
 *     } finally {
 *       door.unlock();
 *     }
 *   }).get();
 * }
 * }</pre>
 *
 * <p>Other processes come by a region in two ways. It is a value that can travel, and so is all
 * that lies in it: a task that captures one, or gets it as an argument, has it in its worker. And
 * any process of the same user, in the same container, opens one that has a name.
 *
 * <p>There is one object for each region in a process, however it came by it; closing that closes
 * the region for the whole process. The memory is there until the last process that has it closes
 * it or ends, however it ends; there are no files to clear up. A process that has gone, or has
 * closed the region, gives back what it held, as {@link SharedMutex} and {@link SharedSemaphore}
 * say.
 *
 * <p>The memory is taken when the region is made, and its size is sealed: nothing that any process
 * does can make an access fault later. It is for processes that trust each other: one that writes
 * over it by other means spoils it for all. Up to 256 processes can have a region, and 512 objects
 * lie in it. What is made in a region stays as long as the region. Beside what users put in, a
 * region takes 86 KiB; a mutex takes 4.2 KiB, a semaphore 6.2 KiB, a queue 17 KiB beside its
 * capacity.
 *
 * <p>Safe for many threads. Needs Linux; elsewhere making or opening one throws {@link
 * RegionException}, as all that goes wrong here does, with a {@link RegionException#reason()
 * reason}.
 */
public final class SharedRegion implements AutoCloseable, Serializable {

  private static final long LARGEST = 1L << 40;

  private final transient Attachment attachment;

  SharedRegion(Attachment attachment) {
    this.attachment = attachment;
  }

  /**
   * Makes a region that other processes find by its name.
   *
   * @param name 1 to 64 of A-Z a-z 0-9 . _ - beginning with a letter or digit
   * @param size for what is put in, in bytes, 1 to 2^40
   * @return the region
   * @throws IllegalArgumentException if {@code name} is not of that form, or {@code size} out of
   *     range
   * @throws RegionException if there is one of that name, there is no room, or the system does not
   *     allow it
   */
  public static SharedRegion create(String name, long size) {
    return Regions.create(Layout.checkedName(name), checkedSize(size));
  }

  /**
   * Opens a region that another process has made.
   *
   * @param name 1 to 64 of A-Z a-z 0-9 . _ - beginning with a letter or digit
   * @return the region; the same object if this process has it already
   * @throws IllegalArgumentException if {@code name} is not of that form
   * @throws RegionException if nobody has a region of that name, it is of another version of Rota
   *     or damaged, 256 processes have it, or the system does not allow it
   */
  public static SharedRegion open(String name) {
    return Regions.open(Layout.checkedName(name));
  }

  /**
   * Opens a region, and makes it if there is none; the size of one that is there stays.
   *
   * @param name 1 to 64 of A-Z a-z 0-9 . _ - beginning with a letter or digit
   * @param size for what is put in, in bytes, 1 to 2^40; of no effect if there is one
   * @return the region; the same object if this process has it already
   * @throws IllegalArgumentException if {@code name} is not of that form, or {@code size} out of
   *     range
   * @throws RegionException if there is no room for it, it is of another version of Rota or
   *     damaged, 256 processes have it, or the system does not allow it
   */
  public static SharedRegion openOrCreate(String name, long size) {
    return Regions.openOrCreate(Layout.checkedName(name), checkedSize(size));
  }

  /**
   * Makes a region that only those find to whom it is sent.
   *
   * @param size for what is put in, in bytes, 1 to 2^40
   * @return the region
   * @throws IllegalArgumentException if {@code size} is out of range
   * @throws RegionException if there is no room, or the system does not allow it
   */
  public static SharedRegion anonymous(long size) {
    return Regions.create("", checkedSize(size));
  }

  /**
   * The names of the regions that this user's processes have.
   *
   * @return the names, in alphabetical order
   * @throws RegionException if the system does not allow it, or what it says of a region makes no
   *     sense
   */
  public static List<String> names() {
    return Regions.names();
  }

  private static long checkedSize(long size) {
    if (size < 1 || size > LARGEST) {
      throw new IllegalArgumentException("size must be 1 to 2^40 bytes, not " + size);
    }
    return size;
  }

  /**
   * The name, if it has one.
   *
   * @return the name; empty if the region is anonymous
   */
  public Optional<String> name() {
    return attachment.name().isEmpty() ? Optional.empty() : Optional.of(attachment.name());
  }

  /**
   * The mutex of that name, not fair; made if there is none.
   *
   * @param name 1 to 64 of A-Z a-z 0-9 . _ - beginning with a letter or digit
   * @return the mutex
   * @throws IllegalArgumentException if {@code name} is not of that form
   * @throws RegionException if what has that name is no such mutex, there is no room for it, or the
   *     region is closed
   */
  public SharedMutex mutex(String name) {
    return mutex(name, false);
  }

  /**
   * The mutex of that name, fair or not; made if there is none.
   *
   * @param name 1 to 64 of A-Z a-z 0-9 . _ - beginning with a letter or digit
   * @param fair whether it is taken in the order in which threads came
   * @return the mutex
   * @throws IllegalArgumentException if {@code name} is not of that form
   * @throws RegionException if what has that name is no such mutex, there is no room for it, or the
   *     region is closed
   */
  public SharedMutex mutex(String name, boolean fair) {
    Kind kind = fair ? Kind.FAIR_MUTEX : Kind.MUTEX;
    return directory().mutex(entry(name, kind, SharedMutex.SIZE, 0));
  }

  /**
   * The semaphore of that name, whose permits are owned, not fair; made if there is none.
   *
   * @param name 1 to 64 of A-Z a-z 0-9 . _ - beginning with a letter or digit
   * @param permits at first, 1 to 32767
   * @return the semaphore
   * @throws IllegalArgumentException if {@code name} is not of that form, or {@code permits} out of
   *     range
   * @throws RegionException if what has that name is no such semaphore, or began with other
   *     permits, there is no room for it, or the region is closed
   */
  public SharedSemaphore semaphore(String name, int permits) {
    return semaphore(name, permits, false);
  }

  /**
   * The semaphore of that name, whose permits are owned; made if there is none.
   *
   * @param name 1 to 64 of A-Z a-z 0-9 . _ - beginning with a letter or digit
   * @param permits at first, 1 to 32767
   * @param fair whether permits are had in the order in which threads came
   * @return the semaphore
   * @throws IllegalArgumentException if {@code name} is not of that form, or {@code permits} out of
   *     range
   * @throws RegionException if what has that name is no such semaphore, or began with other
   *     permits, there is no room for it, or the region is closed
   */
  public SharedSemaphore semaphore(String name, int permits, boolean fair) {
    if (permits < 1 || permits > OwnedPermits.MOST) {
      throw new IllegalArgumentException(
          "permits must be 1 to " + OwnedPermits.MOST + ", not " + permits);
    }
    return semaphore(
        name, fair ? Kind.FAIR_SEMAPHORE : Kind.SEMAPHORE, permits, OwnedPermits.initial(permits));
  }

  /**
   * The semaphore of that name, whose permits are nobody's, not fair; made if there is none.
   *
   * @param name 1 to 64 of A-Z a-z 0-9 . _ - beginning with a letter or digit
   * @param permits at first; may be negative
   * @return the semaphore
   * @throws IllegalArgumentException if {@code name} is not of that form
   * @throws RegionException if what has that name is no such semaphore, or began with other
   *     permits, there is no room for it, or the region is closed
   */
  public SharedSemaphore unownedSemaphore(String name, int permits) {
    return unownedSemaphore(name, permits, false);
  }

  /**
   * The semaphore of that name, whose permits are nobody's; made if there is none.
   *
   * @param name 1 to 64 of A-Z a-z 0-9 . _ - beginning with a letter or digit
   * @param permits at first; may be negative
   * @param fair whether permits are had in the order in which threads came
   * @return the semaphore
   * @throws IllegalArgumentException if {@code name} is not of that form
   * @throws RegionException if what has that name is no such semaphore, or began with other
   *     permits, there is no room for it, or the region is closed
   */
  public SharedSemaphore unownedSemaphore(String name, int permits, boolean fair) {
    return semaphore(
        name,
        fair ? Kind.FAIR_UNOWNED_SEMAPHORE : Kind.UNOWNED_SEMAPHORE,
        permits,
        UnownedPermits.initial(permits));
  }

  private SharedSemaphore semaphore(String name, Kind kind, int permits, long word) {
    Entry entry =
        directory()
            .findOrMake(
                name,
                kind,
                SharedSemaphore.SIZE,
                permits,
                place -> attachment.cells().set(place, word));
    return directory().semaphore(entry);
  }

  /**
   * The number of that name, at first 0; made if there is none.
   *
   * @param name 1 to 64 of A-Z a-z 0-9 . _ - beginning with a letter or digit
   * @return the number
   * @throws IllegalArgumentException if {@code name} is not of that form
   * @throws RegionException if what has that name is no such number, there is no room for it, or
   *     the region is closed
   */
  public SharedLong counter(String name) {
    return new SharedLong(attachment, entry(name, Kind.LONG, Long.BYTES, 0).place());
  }

  /**
   * The numbers of that name, at first 0; made if there are none.
   *
   * @param name 1 to 64 of A-Z a-z 0-9 . _ - beginning with a letter or digit
   * @param length how many, 1 to what fits
   * @return the numbers
   * @throws IllegalArgumentException if {@code name} is not of that form, or {@code length} is less
   *     than 1 or more than 2^37
   * @throws RegionException if what has that name is of another kind or length, there is no room
   *     for it, or the region is closed
   */
  public SharedLongArray longArray(String name, long length) {
    if (length < 1 || length > LARGEST / Long.BYTES) {
      throw new IllegalArgumentException("length must be 1 to what fits, not " + length);
    }
    Entry entry = entry(name, Kind.LONG_ARRAY, length * Long.BYTES, length);
    return new SharedLongArray(attachment, entry.place(), length);
  }

  /**
   * The queue of that name; made if there is none.
   *
   * @param name 1 to 64 of A-Z a-z 0-9 . _ - beginning with a letter or digit
   * @param capacity how many bytes all messages in it can take, 16 to 2^30, rounded up to 8; a
   *     message takes its length, rounded up to 8, and 8
   * @return the queue
   * @throws IllegalArgumentException if {@code name} is not of that form, or {@code capacity} out
   *     of range
   * @throws RegionException if what has that name is of another kind or capacity, there is no room
   *     for it, or the region is closed
   */
  public SharedQueue queue(String name, int capacity) {
    if (capacity < 16 || capacity > 1 << 30) {
      throw new IllegalArgumentException("capacity must be 16 to 2^30 bytes, not " + capacity);
    }
    long rounded = (capacity + 7L) / 8 * 8;
    return directory().queue(entry(name, Kind.QUEUE, SharedQueue.size(rounded), rounded));
  }

  /**
   * The bytes of that name, at first 0; made if there are none. Accesses throw {@link
   * IllegalStateException} once the region is closed, as with every arena.
   *
   * @param name 1 to 64 of A-Z a-z 0-9 . _ - beginning with a letter or digit
   * @param size how many, 1 to what fits
   * @return the bytes, which all threads may access
   * @throws IllegalArgumentException if {@code name} is not of that form, or {@code size} is less
   *     than 1
   * @throws RegionException if what has that name is of another kind or size, there is no room for
   *     it, or the region is closed
   */
  public MemorySegment memory(String name, long size) {
    if (size < 1) {
      throw new IllegalArgumentException("size must be 1 to what fits, not " + size);
    }
    Entry entry = entry(name, Kind.MEMORY, size, size);
    return attachment.cells().slice(entry.place(), size);
  }

  private Entry entry(String name, Kind kind, long size, long parameter) {
    return directory().findOrMake(name, kind, size, parameter, place -> {});
  }

  /**
   * Who holds and who waits for what in this region.
   *
   * @return one for each mutex and semaphore, in the order in which they were made
   * @throws RegionException if the region is closed
   */
  public List<LockState> locks() {
    return LockState.of(attachment);
  }

  /**
   * Runs a program that has all that this process has in the region: locks and permits that it
   * holds now belong to the program's processes, and come back when the last of them has ended,
   * also if this process is killed meanwhile. A process of the program counts as long as it keeps
   * the descriptors that it was started with.
   *
   * <p>This process must use the region no more; it may open it again by its name. The program has
   * this process's standard streams.
   *
   * @param program its path, or its name to look for in the shell's {@code PATH}; and its arguments
   * @return the program's exit status, above 128 if it was killed by a signal, 127 if there is no
   *     such program, 125 if it was not learnt
   * @throws IOException if the program cannot be started, or its end not be awaited
   * @throws InterruptedException if the thread is interrupted; a program that runs already is
   *     waited for all the same
   * @throws RegionException if the region is closed
   */
  public int run(List<String> program) throws IOException, InterruptedException {
    attachment.check();
    return new Guardian(attachment).run(program);
  }

  /** What a handle from another process means. */
  Object objectAt(long place) {
    for (Entry entry : directory().entries()) {
      if (entry.place() == place) {
        return object(entry);
      }
    }
    throw new RegionException(Reason.CORRUPT, "what was sent is not in the region");
  }

  private Object object(Entry entry) {
    return switch (entry.kind()) {
      case MEMORY -> attachment.cells().slice(entry.place(), entry.parameter());
      case LONG -> new SharedLong(attachment, entry.place());
      case LONG_ARRAY -> new SharedLongArray(attachment, entry.place(), entry.parameter());
      case MUTEX, FAIR_MUTEX -> directory().mutex(entry);
      case SEMAPHORE, FAIR_SEMAPHORE, UNOWNED_SEMAPHORE, FAIR_UNOWNED_SEMAPHORE ->
          directory().semaphore(entry);
      case QUEUE -> directory().queue(entry);
    };
  }

  private Directory directory() {
    attachment.check();
    return attachment.directory();
  }

  Attachment attachment() {
    return attachment;
  }

  /**
   * Closes the region for this process: all that was had of it throws from now on, waiters among
   * it, and what this process held is given back. Closing again does nothing.
   */
  @Override
  public void close() {
    Regions.leave(attachment);
  }

  private Object writeReplace() {
    return ObjectHandle.ofAll(attachment);
  }

  @Override
  public String toString() {
    return "SharedRegion[" + name().orElse("anonymous") + "]";
  }
}
