package dev.rota.slice;

import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;

/**
 * A carrier that lies down while a strand becomes ready, as in the scheduler but with nothing else
 * around it, so that all interleavings of the two are gone through.
 */
public final class RestLincheck {

  private final SpinLock lock = new SpinLock();
  private final ArrayDeque<Rest> idle = new ArrayDeque<>();
  private final Rest rest = new Rest();
  private int ready;
  private long time;
  private boolean sleeps;
  private boolean isUnparked;

  private RestLincheck() {}

  /** Who is not woken is seen as a deadlock. */
  public static void aCarrierLiesDown() {
    RestLincheck world = new RestLincheck();
    Thread carrier =
        new Actor() {
          @Override
          void act() {
            world.carry();
          }
        };
    Actor.runAll(
        carrier,
        new Actor() {
          @Override
          void act() {
            world.makeReady(carrier);
          }
        });
  }

  /**
   * The same from the moment on at which it lies down. Lincheck takes it that a park may end for no
   * reason, so it does not miss the unpark: what is looked at is what the two know.
   */
  public static void aRestEnds() {
    RestLincheck world = new RestLincheck();
    world.rest.begin();
    Actor.runAll(
        new Actor() {
          @Override
          void act() {
            world.sleeps = world.rest.fallAsleep();
          }
        },
        new Actor() {
          @Override
          void act() {
            world.isUnparked = world.rest.end();
          }
        });
    if (world.sleeps && !world.isUnparked) {
      throw new IllegalStateException("it sleeps, and nobody wakes it");
    }
  }

  private void carry() {
    while (!isFound()) {
      rest.await(() -> time += 15_000); // a look or two, then it sleeps
    }
  }

  private boolean isFound() {
    lock.lock();
    boolean found = ready > 0;
    if (!found) {
      rest.begin();
      idle.addFirst(rest);
    }
    lock.unlock();
    return found;
  }

  private void makeReady(Thread carrier) {
    lock.lock();
    ready++;
    Rest resting = idle.pollFirst();
    boolean unpark = resting != null && resting.end();
    lock.unlock();
    if (unpark) {
      LockSupport.unpark(carrier);
    }
  }
}
