package dev.rota.checks.lock;

import dev.rota.share.SharedRegion;

/** One part of the figures. */
interface Part {

  /** Measures and prints; the region is for this part alone. */
  void measure(SharedRegion region) throws Exception;
}
