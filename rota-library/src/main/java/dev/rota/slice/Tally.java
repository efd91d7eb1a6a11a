package dev.rota.slice;

import java.util.concurrent.atomic.LongAdder;

/** How the tasks of a pool ended; each is counted once, by whoever ended its future. */
final class Tally {

  final LongAdder succeeded = new LongAdder();
  final LongAdder failed = new LongAdder();
  final LongAdder cancelled = new LongAdder();
}
