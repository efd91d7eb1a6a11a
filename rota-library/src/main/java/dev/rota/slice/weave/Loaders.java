package dev.rota.slice.weave;

import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What has to be known of class loaders and of the classes behind them. Asks them for class files
 * only, never for classes.
 */
final class Loaders {
  private static final String POLL = "dev/rota/slice/Poll.class";

  /** Of each loader, which of its classes were found to be called by the scheduler. */
  private final Map<ClassLoader, Map<String, Boolean>> known =
      Collections.synchronizedMap(new WeakHashMap<>());

  private final Map<ClassLoader, Boolean> seeing = Collections.synchronizedMap(new WeakHashMap<>());

  /** Whether classes of the loader can call polls. */
  boolean seesPoll(ClassLoader loader) {
    var known = seeing.get(loader);
    if (known == null) {
      known = delegatesToOurs(loader) && loader.getResource(POLL) != null;
      seeing.put(loader, known);
    }
    return known;
  }

  private static boolean delegatesToOurs(ClassLoader loader) {
    var ours = Loaders.class.getClassLoader();
    for (ClassLoader next = loader; next != null; next = next.getParent()) {
      if (next.equals(ours)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the class is a policy or an observer, which are called under the scheduler's lock. */
  boolean runsUnderTheScheduler(ClassLoader loader, String name, byte[] original) {
    var found = known.get(loader);
    if (found == null) {
      found = new ConcurrentHashMap<>();
      known.put(loader, found);
    }
    return new Hierarchy(type -> read(loader, type), found).runsUnderTheScheduler(name, original);
  }

  private static byte[] read(ClassLoader loader, String type) {
    try (var in = loader.getResourceAsStream(type + ".class")) {
      return in == null ? new byte[0] : in.readAllBytes();
    } catch (IOException e) {
      return new byte[0];
    }
  }
}
