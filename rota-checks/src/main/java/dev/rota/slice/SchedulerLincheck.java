package dev.rota.slice;

import dev.rota.schedule.Fifo;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The scheduler itself, with carriers of its own kind, which park when they find nothing: no strand
 * waits while they sleep, and they end when the last strand has. Who sleeps for ever is seen as a
 * deadlock.
 */
public final class SchedulerLincheck implements Scheduler.CarrierFactory {

  private static final Terms TERMS = new Terms("", 1, 0, Long.MAX_VALUE);

  /** Some looks until a carrier that dozes falls asleep, and turns that are short. */
  private static final long TICK_NANOS = 15_000;

  private final AtomicInteger turns = new AtomicInteger();
  private final List<Thread> carriers = new ArrayList<>();
  private final Scheduler scheduler =
      new Scheduler(
          Threads.VIRTUAL, "lincheck", 1, 0, Long.MAX_VALUE, new Fifo(), this::tick, this);
  private long time;

  private SchedulerLincheck() {}

  private long tick() {
    time += TICK_NANOS;
    return time;
  }

  /** Two strands arrive while a carrier lies down. */
  public static void strandsArrive() {
    SchedulerLincheck world = new SchedulerLincheck();
    world.carrier();
    Actor.runAll(world.arrival(), world.arrival());
    world.end(2, 2);
  }

  private Thread arrival() {
    return new Actor() {
      @Override
      void act() {
        scheduler.arrive(strand());
      }
    };
  }

  /** A strand is woken while its carrier takes it down, and before another has lain down. */
  public static void aStrandIsWoken() {
    SchedulerLincheck world = new SchedulerLincheck();
    Strand strand = world.waiter(Thread.currentThread());
    world.scheduler.arrive(strand);
    world.carrier();
    world.carrier();
    Actor.runAll(
        new Actor() {
          @Override
          void act() {
            world.wakeAfterFirstTurn(strand);
          }
        });
    world.end(2, 2);
  }

  private void wakeAfterFirstTurn(Strand strand) {
    while (turns.get() == 0) {
      Thread.onSpinWait();
    }
    scheduler.wake(strand);
  }

  /** A strand is withdrawn while a carrier takes it, or another before it. */
  public static void aStrandIsWithdrawn() {
    SchedulerLincheck world = new SchedulerLincheck();
    Strand strand = world.strand();
    world.scheduler.arrive(world.strand());
    world.scheduler.arrive(strand);
    world.carrier();
    Actor.runAll(
        new Actor() {
          @Override
          void act() {
            world.scheduler.withdraw(strand);
          }
        });
    world.end(1, 2);
  }

  @SuppressWarnings("NullAway") // no pool: the carrier would only hand it out
  private void carrier() {
    Carrier carrier = new Carrier(null, scheduler, "carrier", null);
    carriers.add(carrier);
    carrier.start();
  }

  /** Has one turn. */
  private Strand strand() {
    Strand strand = scheduler.newStrand(TERMS, null);
    strand.continuation = turns::incrementAndGet;
    return strand;
  }

  /** Has two turns, between which it waits, as a thread does that is still alive. */
  private Strand waiter(Thread alive) {
    Strand strand = scheduler.newStrand(TERMS, null);
    strand.thread = alive;
    strand.continuation =
        () -> {
          if (turns.incrementAndGet() == 2) {
            strand.thread = null;
          }
        };
    return strand;
  }

  private void end(int least, int most) {
    scheduler.close();
    carriers.forEach(Actor::await);
    if (turns.get() < least || turns.get() > most) {
      throw new IllegalStateException(turns + " turns");
    }
  }

  @Override
  public Carrier make(Scheduler of, int number) {
    throw new IllegalStateException("no spare may be wanted");
  }

  @Override
  public void came(Carrier carrier) {}

  @Override
  public void left(Carrier carrier) {}

  @Override
  public void ended(Strand strand) {}
}
