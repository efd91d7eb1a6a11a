package dev.rota.simulate;

import static dev.rota.simulate.Play.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.schedule.Policy;
import dev.rota.schedule.Ready;
import dev.rota.schedule.Schedulable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies that do not what they must, and runs without end. */
@Timeout(60)
class BrokenPolicyTest {

  /** The least that is right; the tests break it. */
  private static class Queue implements Policy {
    final ArrayDeque<Schedulable> tasks = new ArrayDeque<>();

    @Override
    public void add(Schedulable task, Ready why, long now) {
      tasks.add(task);
    }

    @Override
    public @Nullable Schedulable next(long now) {
      return tasks.poll();
    }

    @Override
    public long slice(Schedulable task, long now) {
      return 1;
    }
  }

  @Test
  void theQueueAloneIsRight() {
    assertThat(run(new Queue()).figures.all().tasks()).isEqualTo(2);
  }

  /** One that waits last of all does not come back, so for the policy it has ended before. */
  @Test
  void aPolicyIsToldWhoComesBack() {
    var told = new ArrayList<String>();
    var policy =
        new Queue() {
          @Override
          public long slice(Schedulable task, long now) {
            return NO_END;
          }

          @Override
          public void leave(Schedulable task, boolean ended, long now) {
            told.add(task + (ended ? " ends at " : " waits at ") + Play.millis(now));
          }
        };
    Play.of(new Simulation(Machine.of(1)), policy, task("a", 0, 1, 2, 1), task("b", 5, 1, 2));
    assertThat(told).containsExactly("a waits at 1", "a ends at 4", "b ends at 6");
  }

  @ParameterizedTest
  @ValueSource(strings = {"add", "next", "slice", "victim", "charge", "leave"})
  void whatAPolicyThrowsIsTheCause(String method) {
    var policy =
        new Queue() {
          private void fail(String here) {
            if (here.equals(method)) {
              throw new IllegalStateException("oh");
            }
          }

          @Override
          public void add(Schedulable task, Ready why, long now) {
            fail("add");
            super.add(task, why, now);
          }

          @Override
          public @Nullable Schedulable next(long now) {
            fail("next");
            return super.next(now);
          }

          @Override
          public long slice(Schedulable task, long now) {
            fail("slice");
            return NO_END;
          }

          @Override
          public @Nullable Schedulable victim(
              Schedulable ready, List<? extends Schedulable> running, long now) {
            fail("victim");
            return null;
          }

          @Override
          public void charge(Schedulable task, long nanos, long now) {
            fail("charge");
          }

          @Override
          public void leave(Schedulable task, boolean ended, long now) {
            fail("leave");
          }
        };
    assertThatThrownBy(() -> run(policy))
        .isInstanceOf(SimulationException.class)
        .hasMessageEndingWith("threw in " + method + ": java.lang.IllegalStateException: oh")
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void aReadyTaskMustBeHandedOut() {
    broken(
        new Queue() {
          @Override
          public @Nullable Schedulable next(long now) {
            return null;
          }
        },
        "hands out none of 1 ready tasks, at 0 ns");
  }

  @Test
  void aTaskIsHandedOutOnce() {
    broken(
        new Queue() {
          @Override
          public @Nullable Schedulable next(long now) {
            return tasks.peek();
          }
        },
        "hands out a, which is not ready, at 2000000 ns");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void aSliceIsAboveZero(long slice) {
    broken(
        new Queue() {
          @Override
          public long slice(Schedulable task, long now) {
            return slice;
          }
        },
        "gives a a time slice of " + slice + " ns, at 0 ns");
  }

  @Test
  void aVictimRuns() {
    broken(
        new Queue() {
          @Override
          public long slice(Schedulable task, long now) {
            return NO_END;
          }

          @Override
          public Schedulable victim(
              Schedulable ready, List<? extends Schedulable> running, long now) {
            return ready;
          }
        },
        "takes the core of b, which does not run, at 1000000 ns");
  }

  private static Play run(Policy policy) {
    return Play.of(new Simulation(Machine.of(1)), policy, task("a", 0, 2), task("b", 1, 1));
  }

  private static void broken(Policy policy, String message) {
    assertThatThrownBy(() -> run(policy))
        .isInstanceOf(SimulationException.class)
        .hasMessageContaining(message);
  }

  @Test
  void tooManySlices() {
    var simulation = new Simulation(Machine.of(1)).withMaxSlices(1000);
    assertThatThrownBy(() -> Play.of(simulation, new Queue(), task("a", 0, 1)))
        .isInstanceOf(SimulationException.class)
        .hasMessage("the run takes more than 1000 time slices, as many as are allowed");
  }

  @Test
  void asManySlicesAsAreAllowed() {
    var simulation = new Simulation(Machine.of(1)).withMaxSlices(1_000_000);
    assertThat(Play.of(simulation, new Queue(), task("a", 0, 1)).figures.slices())
        .isEqualTo(1_000_000);
  }

  @Test
  void tasksWithoutEnd() {
    Iterator<Arrival> endless =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public Arrival next() {
            return task("again", 0, 1);
          }
        };
    var arriving = new Simulation(Machine.of(1)).withMaxAlive(1000);
    assertThatThrownBy(() -> arriving.run(new Queue(), endless, Listener.NONE))
        .isInstanceOf(SimulationException.class)
        .hasMessage("more than 1000 tasks are there at a time, as many as are allowed");
  }

  @Test
  void timeThatOverflows() {
    long half = Long.MAX_VALUE / 2 + 1;
    for (Arrival[] tasks :
        new Arrival[][] {
          {Arrival.at(half, "a", half)},
          {Arrival.at(0, "a", half), Arrival.at(0, "b", half)},
          {Arrival.at(0, "a", half, half)},
          {Arrival.at(1, "a", Long.MAX_VALUE)},
        }) {
      assertThatThrownBy(() -> Play.of("fifo", tasks))
          .isInstanceOf(SimulationException.class)
          .hasMessage("the run's time passes 2^63 ns, 292 years");
    }
    assertThat(Play.of("fifo", Arrival.at(half, "a", half - 2)).figures.makespan())
        .isEqualTo(half - 2);
  }

  @Test
  void cpuTimeThatOverflows() {
    long half = Long.MAX_VALUE / 2 + 1;
    assertThatThrownBy(
            () ->
                Play.on(Machine.of(2), "fifo", Arrival.at(0, "a", half), Arrival.at(0, "b", half)))
        .isInstanceOf(SimulationException.class);
  }

  @Test
  void arrivalsOutOfOrder() {
    assertThatThrownBy(() -> Play.of("fifo", task("a", 2, 1), task("b", 1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("b arrives at 1000000 ns, but comes after one at 2000000");
  }

  @Test
  void whatAListenerThrowsEndsTheRun() {
    var listener =
        new Listener() {
          @Override
          public void ended(TaskResult result) {
            throw new UnsupportedOperationException("enough");
          }
        };
    assertThatThrownBy(
            () ->
                new Simulation(Machine.of(1))
                    .run(new Queue(), List.of(task("a", 0, 1)).iterator(), listener))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void noTaskAtAll() {
    var figures = Play.of("rr:quantum=" + Duration.ofMillis(1).toMillis() + "ms").figures;
    assertThat(figures.makespan()).isZero();
    assertThat(figures.throughput()).isZero();
    assertThat(figures.utilization()).isZero();
    assertThat(figures.all().turnaround().mean()).isZero();
    assertThat(figures.all().fairness()).isEqualTo(1);
  }
}
