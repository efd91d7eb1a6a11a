package dev.rota.share;

import dev.rota.linux.ProcessIdentity;
import dev.rota.linux.SealedMemory;
import dev.rota.share.Members.Member;
import dev.rota.share.RegionException.Reason;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What this process has of a region: the mapping, its place among the members, its waiters. */
final class Attachment {

  private static final int CLOSED = Integer.MIN_VALUE;
  private static final long PAUSE_NANOS = 100_000;

  private final String name;
  private final int descriptor;
  private final Arena arena;
  private final Cells cells;
  private final Members members;
  private final Directory directory;
  private final Member own;
  private final long identity;
  private final Map<Long, Object> objects = new ConcurrentHashMap<>();
  private final Set<Room> rooms = ConcurrentHashMap.newKeySet();
  private final AtomicInteger users = new AtomicInteger(); // threads that wait; negative if closed
  private volatile @Nullable Keeper keeper;

  /** Maps the memory behind a descriptor, and joins; under the lock on the folder of names. */
  Attachment(String name, int descriptor) {
    this.name = name;
    this.descriptor = descriptor;
    this.arena = shared();
    cells = new Cells(mapped());
    members = new Members(cells);
    own = joined();
    identity = cells.get(Layout.IDENTITY);
    directory = new Directory(this);
    buryTheGone();
  }

  private MemorySegment mapped() {
    try {
      return SealedMemory.map(descriptor, arena);
    } catch (IOException e) {
      arena.close();
      throw new RegionException(Reason.REFUSED, "the region cannot be mapped", e);
    }
  }

  private Member joined() {
    try {
      return members.join(ProcessIdentity.own());
    } catch (RegionException e) {
      arena.close();
      throw e;
    }
  }

  @SuppressWarnings("MustBeClosed") // by close()
  private static Arena shared() {
    return Arena.ofShared();
  }

  /** Empty if it has none. */
  String name() {
    return name;
  }

  int descriptor() {
    return descriptor;
  }

  Cells cells() {
    return cells;
  }

  Members members() {
    return members;
  }

  Member own() {
    return own;
  }

  Directory directory() {
    return directory;
  }

  long identity() {
    return identity;
  }

  Collection<Room> rooms() {
    return rooms;
  }

  /** The one object of this process for what lies at that place. */
  Object object(long at, Function<Attachment, Object> make) {
    Object there = objects.get(at);
    return there != null ? there : objects.computeIfAbsent(at, place -> make.apply(this));
  }

  Room room(long at) {
    Room room = new Room(this, at);
    rooms.add(room);
    return room;
  }

  /** Throws if the region was closed. */
  void check() {
    if (users.get() < 0) {
      throw new RegionException(Reason.CLOSED, "the region has been closed");
    }
  }

  /** A thread is about to wait: from now on ends of other processes are noticed. */
  void enter() {
    use();
    if (keeper == null) {
      try {
        keep();
      } catch (Throwable e) {
        leave();
        throw e;
      }
    }
  }

  private synchronized void keep() {
    if (keeper == null) {
      try {
        Keeper made = new Keeper(this);
        made.start();
        keeper = made;
      } catch (IOException e) {
        throw new RegionException(Reason.FULL, "nothing can wait: " + e.getMessage(), e);
      }
    }
  }

  /** The mapping stays until {@link #leave}. */
  void use() {
    users.incrementAndGet();
    try {
      check();
    } catch (RegionException e) {
      leave();
      throw e;
    }
  }

  void leave() {
    users.decrementAndGet();
  }

  /** Processes that have ended while nobody watched. */
  void buryTheGone() {
    for (int i = 0; i < members.count(); i++) {
      Member member = members.at(i);
      if (member != null
          && !member.equals(own)
          && (members.isBuried(member) || members.identity(member).isGone())) {
        bury(member);
      }
    }
  }

  /** Clears up after a process that is gone. */
  void bury(Member dead) {
    if (!members.bury(dead)) {
      return;
    }
    FaultPoint.at("bury: buried");
    directory.mutex().recover(dead);
    for (Directory.Entry entry : directory.entries()) {
      Recoverable object = directory.recoverable(entry);
      if (object != null) {
        object.recover(dead);
      }
    }
    FaultPoint.at("bury: recovered");
    members.clear(dead);
  }

  /** Lets waiters go with an error, leaves as if the process had died, and unmaps. */
  void close() {
    users.addAndGet(CLOSED);
    Keeper waiting;
    synchronized (this) {
      waiting = keeper;
    }
    if (waiting != null) {
      waiting.stop();
    }
    while (users.get() != CLOSED) {
      rooms.forEach(Room::wakeAllHere);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    bury(own);
    closeArena();
    SealedMemory.close(descriptor);
  }

  private void closeArena() {
    while (true) {
      try {
        arena.close();
        return;
      } catch (IllegalStateException e) { // a thread is just waking another
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }
}
