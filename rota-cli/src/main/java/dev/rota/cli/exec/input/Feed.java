package dev.rota.cli.exec.input;

import dev.rota.cli.args.UserError;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Items for a run that must not wait for them. Where reading could, a thread of its own does it, a
 * little ahead. All fields are guarded by this object, but {@code rows} and {@code read}, which are
 * the reader's.
 */
public final class Feed {
  private final Rows rows;
  private final int mostAhead;
  private final Runnable news;
  private final Queue<Item> ahead = new ArrayDeque<>();
  private long read;
  private boolean ended;
  private @Nullable IOException failure;

  private Feed(Rows rows, int mostAhead, Runnable news) {
    this.rows = rows;
    this.mostAhead = mostAhead;
    this.news = news;
  }

  /** Of rows that are there at once. */
  public static Feed direct(Rows rows) {
    return new Feed(rows, 0, () -> {});
  }

  /**
   * Of rows that have to be waited for.
   *
   * @param mostAhead how many are read ahead, 1 or more
   * @param news called by the reading thread when there is something after there was nothing
   */
  public static Feed ahead(Rows rows, int mostAhead, Runnable news) {
    var feed = new Feed(rows, mostAhead, news);
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
      throw new UserError("cannot read the inputs: " + failure.getMessage());
    }
    return item;
  }

  /** Whether nothing will come any more. */
  public synchronized boolean isEmpty() {
    return ended && ahead.isEmpty() && failure == null;
  }

  private @Nullable Item read() {
    try {
      var row = rows.next();
      if (row != null) {
        return new Item(++read, row);
      }
    } catch (IOException e) {
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

  private synchronized void failed(IOException e) {
    failure = e;
  }

  private void end() {
    synchronized (this) {
      ended = true;
    }
    news.run();
  }
}
