package dev.rota.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.wire.Slots.State;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run in a slot, beside a model that keeps a list of states. */
class SlotsTest {

  private static final int SLOT = 5;
  private static final long FIRST = 1000;

  private final Slots slots = Slots.at(ByteBuffer.allocateDirect(Slots.size()), 0);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void behavesAsItsModel(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 2000; round++) {
      int count = 1 + random.nextInt(8);
      slots.send(SLOT, FIRST, count);
      Model model = new Model(count);
      for (int step = 0; step < 30; step++) {
        model.step(random, slots);
        for (int i = 0; i < count; i++) {
          State expected = model.states[i] == State.REVOKED ? null : model.states[i];
          if (expected != null) {
            assertThat(slots.state(SLOT, FIRST + i))
                .as("seed %d, task %d", seed, i)
                .isEqualTo(expected);
          }
        }
      }
    }
  }

  /** A thread has taken a message whose run was revoked, and another runs what came after it. */
  @Test
  void whoComesTooLateWritesNothing() {
    slots.send(SLOT, FIRST, 1);
    assertThat(slots.revoke(SLOT, FIRST)).isEqualTo(FIRST);
    slots.send(SLOT, FIRST + 1, 1);
    assertThat(slots.start(SLOT, FIRST + 1, 10, 20, 30)).isTrue();
    assertThat(slots.start(SLOT, FIRST, 11, 21, 31)).isFalse();
    assertThat(slots.startedAt(SLOT, FIRST + 1, -1)).isEqualTo(10);
    assertThat(slots.startedCpu(SLOT)).isEqualTo(20);
    assertThat(slots.thread(SLOT)).isEqualTo(30);
  }

  /** What became of each task, and which one the worker is at. */
  private static final class Model {

    private final State[] states;
    private int at;

    Model(int count) {
      states = new State[count];
      java.util.Arrays.fill(states, State.QUEUED);
    }

    void step(Random random, Slots slots) {
      switch (random.nextInt(5)) {
        case 0 -> revoke(random.nextInt(states.length), slots);
        case 1 -> interrupt(slots);
        case 2 -> finish(slots);
        case 3 -> start(slots);
        default -> {
          if (random.nextInt(10) == 0) {
            doom(slots);
          }
        }
      }
    }

    private void revoke(int from, Slots slots) {
      long first = Slots.NONE;
      for (int i = states.length - 1; i >= from; i--) {
        if (states[i] == State.QUEUED) {
          states[i] = State.REVOKED;
          first = FIRST + i;
        }
      }
      assertThat(slots.revoke(SLOT, FIRST + from)).isEqualTo(first);
    }

    private void interrupt(Slots slots) {
      boolean runs = states[at] == State.STARTED;
      assertThat(slots.interrupt(SLOT, FIRST + at)).isEqualTo(runs);
      if (runs) {
        states[at] = State.INTERRUPTED;
      }
    }

    private void doom(Slots slots) {
      boolean runs = states[at] == State.STARTED || states[at] == State.INTERRUPTED;
      assertThat(slots.doom(SLOT, FIRST + at)).isEqualTo(runs);
      if (runs) {
        states[at] = State.DOOMED;
      }
    }

    private void finish(Slots slots) {
      boolean runs = states[at] == State.STARTED || states[at] == State.INTERRUPTED;
      assertThat(slots.finish(SLOT, FIRST + at)).isEqualTo(runs);
      if (runs) {
        states[at] = State.DONE;
      } else if (states[at] == State.DOOMED) {
        states[at] = State.OVER;
      }
    }

    private void start(Slots slots) {
      if (states[at] == State.DONE) {
        boolean more = at + 1 < states.length && states[at + 1] == State.QUEUED;
        assertThat(slots.next(SLOT, FIRST + at, 1, 2)).isEqualTo(more);
        if (more) {
          states[++at] = State.STARTED;
        }
      } else {
        boolean queued = at == 0 && states[0] == State.QUEUED;
        assertThat(slots.start(SLOT, FIRST + at, 1, 2, 3)).isEqualTo(queued);
        if (queued) {
          states[0] = State.STARTED;
        }
      }
    }
  }
}
