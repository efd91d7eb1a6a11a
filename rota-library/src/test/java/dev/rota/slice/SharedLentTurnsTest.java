package dev.rota.slice;

import dev.rota.share.SharedMutex;
import dev.rota.share.SharedRegion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** The same for a {@link SharedMutex}. */
class SharedLentTurnsTest {

  @Nested
  class Unfair extends Shared {
    Unfair() {
      super(SharedRegion.anonymous(SIZE), false);
    }
  }

  @Nested
  class Fair extends Shared {
    Fair() {
      super(SharedRegion.anonymous(SIZE), true);
    }
  }

  abstract static class Shared extends LentTurns {
    static final long SIZE = 1 << 16;

    private final SharedRegion region;

    Shared(SharedRegion region, boolean fair) {
      super(name -> region.mutex(name, fair));
      this.region = region;
    }

    @AfterEach
    void close() {
      region.close();
    }
  }
}
