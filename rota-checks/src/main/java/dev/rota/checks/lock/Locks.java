package dev.rota.checks.lock;

import dev.rota.share.SharedRegion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Locks between processes beside their peers: prints figures of one run, of which only the ratios
 * mean something elsewhere.
 */
public final class Locks {

  private static final long REGION_BYTES = 1 << 20;

  private Locks() {}

  /** {@code [PART..]}: which parts to measure, all of them if nothing is said. */
  static void main(String[] args) throws Exception {
    Map<String, Part> parts = parts();
    for (String name : args) {
      if (!parts.containsKey(name)) {
        System.err.println("locks: no part \"" + name + "\"; there are " + named(parts));
        System.exit(2);
      }
    }
    if (args.length > 0) {
      parts.keySet().retainAll(List.of(args));
    }
    for (Map.Entry<String, Part> part : parts.entrySet()) {
      String name = "locks-" + part.getKey() + "-" + ProcessHandle.current().pid();
      try (SharedRegion region = SharedRegion.create(name, REGION_BYTES)) {
        part.getValue().measure(region);
      }
    }
  }

  private static Map<String, Part> parts() {
    Map<String, Part> parts = new LinkedHashMap<>();
    parts.put("uncontended", new Uncontended());
    parts.put("handoff", new HandOff());
    parts.put("contended", new Contended());
    parts.put("killed", new Killed());
    parts.put("waiting", new Waiting());
    parts.put("queue", new Queues());
    return parts;
  }

  private static String named(Map<String, Part> parts) {
    return String.join(", ", parts.keySet());
  }
}
