package dev.rota.observe;

import dev.rota.FunctionCall;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * For pools: tells observers and Flight Recorder what happens, one event at a time, in the order in
 * which it was {@linkplain #add added}. A pool adds events where they happen, under its lock if
 * their order matters, and delivers when it holds none.
 *
 * <p>If nobody {@linkplain #isHeard() listens} a pool should not even make its events.
 */
/* Synchronization: whoever holds `delivery` is the one that delivers. A thread that finds it held
 * leaves its events to the holder, which looks for more after it has let go, so none is stranded;
 * only behind MOST_WAITING events it waits, which bounds the memory. An observer that calls the pool
 * comes here again on the holding thread: the loop that called it goes on with what it caused. */
public final class Announcer {

  private static final int MOST_WAITING = 1 << 16;
  private static final int LONGEST_NAME = 100;

  private final List<Observer> observers;
  private final Queue<PoolEvent> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final ReentrantLock delivery = new ReentrantLock();
  private boolean complained; // guarded by delivery

  /**
   * For one pool.
   *
   * @param observers who is told, besides Flight Recorder
   */
  public Announcer(List<Observer> observers) {
    this.observers = List.copyOf(observers);
    FlightRecording.prepare();
  }

  /**
   * Whether anybody listens now. Costs a few ns, and loads no class of Flight Recorder but one as
   * long as nothing is recorded.
   *
   * @return true if events should be made
   */
  public boolean isHeard() {
    return !observers.isEmpty() || FlightRecording.isOn();
  }

  /**
   * Whether an observer was given, who may want to know more than what happens by itself.
   *
   * @return true if there is an observer
   */
  public boolean hasObserver() {
    return !observers.isEmpty();
  }

  /**
   * Adds an event to what is to be delivered. Does not block.
   *
   * @param event what happened
   */
  public void add(PoolEvent event) {
    count.getAndIncrement();
    waiting.add(event);
  }

  /** Sees to it that all events so far are delivered soon, by this thread or another. */
  public void deliver() {
    while (!waiting.isEmpty() && !delivery.isHeldByCurrentThread() && mayDeliver()) {
      try {
        tellAll();
      } finally {
        delivery.unlock();
      }
    }
  }

  /** When this returns all events so far have been delivered, unless an observer called it. */
  public void deliverAll() {
    if (delivery.isHeldByCurrentThread()) {
      return;
    }
    delivery.lock();
    try {
      tellAll();
    } finally {
      delivery.unlock();
    }
    deliver();
  }

  private boolean mayDeliver() {
    if (delivery.tryLock()) {
      return true;
    }
    if (count.get() <= MOST_WAITING) {
      return false;
    }
    delivery.lock();
    return true;
  }

  private void tellAll() {
    for (PoolEvent event = waiting.poll(); event != null; event = waiting.poll()) {
      count.getAndDecrement();
      for (Observer observer : observers) {
        tell(observer, event);
      }
      if (FlightRecording.isOn()) {
        tell(FlightForm::record, event);
      }
    }
  }

  private void tell(Observer observer, PoolEvent event) {
    try {
      observer.on(event);
    } catch (Throwable thrown) { // whatever it is, it must not hit the thread that brings the news
      complainOnce(thrown);
    }
  }

  private void complainOnce(Throwable thrown) {
    if (complained) {
      return;
    }
    complained = true;
    Thread thread = Thread.currentThread();
    try {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
    } catch (Throwable worse) {
      // nobody is left to tell
    }
  }

  /**
   * How a task is called in its events.
   *
   * @param given the name that it was given, empty for none
   * @param task the task
   * @return see {@link PoolEvent.TaskEvent#name()}
   */
  public static String nameOf(String given, Callable<?> task) {
    if (!given.isEmpty() || !(task instanceof FunctionCall<?, ?>(var _, Object input))) {
      return given;
    }
    return switch (input) {
      case String text -> cut(text);
      case Path path -> cut(path.toString());
      case URI uri -> cut(uri.toString());
      case Integer number -> number.toString();
      case Long number -> number.toString();
      case null, default -> ""; // to ask it for its text would run code of the user's
    };
  }

  private static String cut(String text) {
    return text.substring(0, Math.min(LONGEST_NAME, text.length()));
  }
}
