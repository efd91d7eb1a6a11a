package dev.rota.share;

import dev.rota.linux.NativeCalls;
import dev.rota.linux.ProcessIdentity;
import dev.rota.linux.SealedMemory;
import dev.rota.share.Names.Entry;
import dev.rota.share.Names.Holder;
import dev.rota.share.RegionException.Reason;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The regions that this process has, and how it comes by them. */
final class Regions {

  /** By identity: one object for each region, however often it is opened or sent. */
  private static final Map<Long, SharedRegion> HERE = new ConcurrentHashMap<>();

  private Regions() {}

  /** Makes a region; the name is empty for one without. */
  static SharedRegion create(String name, long size) {
    return Names.locked(
        () -> {
          Names.all(); // sweeps
          if (!name.isEmpty() && Names.find(name) != null) {
            throw new RegionException(Reason.EXISTS, "there is a region " + name + " already");
          }
          return make(name, size);
        });
  }

  static SharedRegion open(String name) {
    return Names.locked(
        () -> {
          SharedRegion found = find(name);
          if (found == null) {
            throw new RegionException(Reason.MISSING, "nobody has a region " + name);
          }
          return found;
        });
  }

  static SharedRegion openOrCreate(String name, long size) {
    return Names.locked(
        () -> {
          SharedRegion found = find(name);
          return found != null ? found : make(name, size);
        });
  }

  static List<String> names() {
    return Names.locked(Names::all);
  }

  private static SharedRegion make(String name, long size) {
    long all = Layout.OBJECTS + Layout.aligned(size);
    int descriptor;
    try {
      descriptor = SealedMemory.create("rota-" + name, all);
    } catch (IOException e) {
      throw new RegionException(
          Reason.FULL, "there is no room for a region of " + size + " bytes: " + e.getMessage(), e);
    }
    long identity = new SecureRandom().nextLong();
    initialize(descriptor, all, identity);
    SharedRegion region = join(name, descriptor);
    if (!name.isEmpty()) {
      Names.put(name, new Entry(identity, List.of(own(descriptor))));
    }
    return region;
  }

  private static void initialize(int descriptor, long size, long identity) {
    try (Arena arena = Arena.ofConfined()) {
      Cells cells = new Cells(SealedMemory.map(descriptor, arena));
      cells.set(Layout.SIZE, size);
      cells.set(Layout.IDENTITY, identity);
      cells.set(0, Layout.MAGIC);
    } catch (IOException e) {
      SealedMemory.close(descriptor);
      throw new RegionException(Reason.REFUSED, "the region cannot be mapped", e);
    }
  }

  private static @Nullable SharedRegion find(String name) {
    Entry entry = Names.find(name);
    if (entry == null) {
      return null;
    }
    SharedRegion here = HERE.get(entry.identity());
    if (here != null) {
      return here;
    }
    int descriptor = descriptor(entry.identity(), entry.holders());
    if (descriptor < 0) {
      throw new RegionException(
          Reason.REFUSED, "region " + name + " belongs to processes that cannot be reached");
    }
    SharedRegion region = join(name, descriptor);
    Names.put(name, entry.with(own(descriptor)));
    return region;
  }

  /** The region that a handle from another process means. */
  static SharedRegion attach(RegionHandle handle) {
    SharedRegion here = HERE.get(handle.identity());
    return here != null ? here : Names.locked(() -> attachLocked(handle));
  }

  private static SharedRegion attachLocked(RegionHandle handle) {
    SharedRegion here = HERE.get(handle.identity());
    if (here != null) {
      return here;
    }
    Entry entry = entry(handle.name(), handle.identity());
    List<Holder> holders =
        entry == null ? List.of(handle.holder()) : entry.with(handle.holder()).holders();
    int descriptor = descriptor(handle.identity(), holders);
    if (descriptor < 0) {
      throw new RegionException(
          Reason.MISSING, "nobody has the region any more that was sent " + handle.name());
    }
    SharedRegion region = join(handle.name(), descriptor);
    if (entry != null) {
      Names.put(handle.name(), entry.with(own(descriptor)));
    }
    return region;
  }

  /** Who has a region by its name; null if it has none. */
  private static @Nullable Entry entry(String name, long identity) {
    Entry entry = name.isEmpty() ? null : Names.find(name);
    return entry == null || entry.identity() != identity ? null : entry;
  }

  /** The region as one of the holders has it; -1 if none of them does. */
  private static int descriptor(long identity, List<Holder> holders) {
    for (Holder holder : holders) {
      if (!holder.process().isGone()) {
        int descriptor = SealedMemory.open(holder.process().pid(), holder.descriptor());
        if (descriptor >= 0) {
          if (isIt(descriptor, identity)) {
            return descriptor;
          }
          SealedMemory.close(descriptor);
        }
      }
    }
    return -1;
  }

  /** Another file may have the number by now; one that is not sealed is none of ours. */
  private static boolean isIt(int descriptor, long identity) {
    if (!SealedMemory.isSealed(descriptor)) {
      return false;
    }
    try (Arena arena = Arena.ofConfined()) {
      var memory = SealedMemory.map(descriptor, arena);
      if (memory.byteSize() < Layout.OBJECTS) {
        return false;
      }
      Cells cells = new Cells(memory);
      if (cells.get(Layout.IDENTITY) != identity) {
        return false;
      }
      if (cells.get(0) != Layout.MAGIC || cells.get(Layout.SIZE) != memory.byteSize()) {
        throw new RegionException(
            Reason.CORRUPT, "the region is of another version of Rota, or has been damaged");
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static SharedRegion join(String name, int descriptor) {
    try {
      SharedRegion region = new SharedRegion(new Attachment(name, descriptor));
      NativeCalls.expect(); // in workers to come
      HERE.put(region.attachment().identity(), region);
      return region;
    } catch (Throwable e) {
      SealedMemory.close(descriptor);
      throw e;
    }
  }

  /** This process has it no longer. */
  static void leave(Attachment region) {
    Names.locked(
        () -> {
          if (HERE.remove(region.identity()) == null) {
            return false; // another thread was first
          }
          Entry entry = entry(region.name(), region.identity());
          if (entry != null) {
            Names.put(region.name(), entry.without(own(region.descriptor())));
          }
          region.close();
          return true;
        });
  }

  /** This process has it no longer, and another stands in its place. */
  static void handOver(Attachment region, ProcessIdentity heir, int descriptor) {
    Names.locked(
        () -> {
          HERE.remove(region.identity());
          region.members().handOver(region.own(), heir);
          Entry entry = entry(region.name(), region.identity());
          if (entry != null) {
            Holder theirs = new Holder(heir, descriptor);
            Names.put(region.name(), entry.without(own(region.descriptor())).with(theirs));
          }
          return true;
        });
  }

  private static Holder own(int descriptor) {
    return new Holder(ProcessIdentity.own(), descriptor);
  }
}
