package dev.rota.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Which processes wait for each other. */
class LockStateTest {

  private static LockState lock(int available, List<Long> holders, List<Long> waiters) {
    return new LockState("x", "semaphore", available, holders, waiters);
  }

  @Test
  void aQueueIsNoCircle() {
    assertThat(
            LockState.deadlocked(
                List.of(lock(0, List.of(1L), List.of(2L, 3L)), lock(0, List.of(2L), List.of(3L)))))
        .isEmpty();
  }

  @Test
  void aCircleIsFoundAndWhoWaitsForIt() {
    assertThat(
            LockState.deadlocked(
                List.of(
                    lock(0, List.of(1L), List.of(2L, 4L)),
                    lock(0, List.of(2L), List.of(3L)),
                    lock(0, List.of(3L), List.of(1L)),
                    lock(0, List.of(5L), List.of(6L)))))
        .containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void oneHolderThatGoesOnIsEnough() {
    assertThat(
            LockState.deadlocked(
                List.of(lock(0, List.of(1L, 9L), List.of(2L)), lock(0, List.of(2L), List.of(1L)))))
        .isEmpty();
  }
}
