package dev.rota.cli.exec.input;

import dev.rota.cli.args.UserError;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Items for a run that must not wait for them. Where reading could, a thread of its own does it, a
 * little ahead. All fields are guarded by this object, but {@code items}, which is the reader's.
 */
public final class Feed {
  private final Items items;
  private final int mostAhead;
  private final Runnable news;
  private final Queue<Item> ahead = new ArrayDeque<>();
  private boolean ended;
  private @Nullable RuntimeException failure;

  private Feed(Items items, int mostAhead, Runnable news) {
    this.items = items;
    this.mostAhead = mostAhead;
    this.news = news;
  }

  /** Of items that are there at once. */
  public static Feed direct(Items items) {
    return new Feed(items, 0, () -> {});
  }

  /**
   * Of items that have to be waited for.
   *
   * @param mostAhead how many are read ahead, 1 or more
   * @param news called by the reading thread when there is something after there was nothing
   */
  public static Feed ahead(Items items, int mostAhead, Runnable news) {
    var feed = new Feed(items, mostAhead, news);
    Thread.ofPlatform().daemon().name("rota-inputs").start(feed::readAll);
    return feed;
  }

  /**
   * The next item; null if there is none now or ever.
   *
   * @throws UserError if the inputs could not be read on; the items before came
   */
  public synchronized @Nullable Item poll() {
    var item = mostAhead == 0 && !ended ? read() : ahead.poll();
    if (ahead.size() == mostAhead / 2) {
      notifyAll();
    }
    if (item == null && failure != null) {
      throw failure;
    }
    return item;
  }

  /** Whether nothing will come any more. */
  public synchronized boolean isEmpty() {
    return ended && ahead.isEmpty() && failure == null;
  }

  private @Nullable Item read() {
    try {
      var item = items.next();
      if (item != null) {
        return item;
      }
    } catch (IOException e) {
      failed(new UserError("cannot read the inputs: " + e.getMessage()));
    } catch (RuntimeException e) {
      failed(e);
    }
    end();
    return null;
  }

  private void readAll() {
    try {
      for (var item = read(); item != null; item = read()) {
        put(item);
      }
    } catch (InterruptedException e) {
      end();
    }
  }

  private void put(Item item) throws InterruptedException {
    boolean first;
    synchronized (this) {
      while (ahead.size() >= mostAhead) {
        wait();
      }
      first = ahead.isEmpty();
      ahead.add(item);
    }
    if (first) {
      news.run();
    }
  }

  private synchronized void failed(RuntimeException e) {
    failure = e;
  }

  private void end() {
    synchronized (this) {
      ended = true;
    }
    news.run();
  }
}
