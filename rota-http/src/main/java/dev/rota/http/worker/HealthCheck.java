package dev.rota.http.worker;

import dev.rota.http.Response;
import dev.rota.http.link.Cause;
import dev.rota.http.link.Health;
import dev.rota.http.link.Row;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Asks the worker's own handler for a path now and then, the same way as requests go. The worker is
 * ready when it has answered well, and wants to be replaced after bad answers in a row; when one is
 * good again before it has to go, it stays. The time of an answer counts from when the handler
 * begins: what waits its turn behind others says nothing of the handler, and neither does what
 * found no room to wait.
 *
 * <p>Everything happens in one event loop, but for {@link #awaitWell}.
 */
final class HealthCheck implements Recipient {

  private static final long MOST_AT_START = Duration.ofSeconds(1).toNanos();

  private final Health health;
  private final Row row;
  private final Calls calls;
  private final Traffic traffic;
  private final EventLoop loop;
  private final CountDownLatch well = new CountDownLatch(1);
  private @Nullable Exchange current;
  private long askedAt;
  private int bad; // in a row
  private boolean late; // the current one was given up

  HealthCheck(Health health, Row row, Calls calls, Traffic traffic, EventLoop loop) {
    this.health = health;
    this.row = row;
    this.calls = calls;
    this.traffic = traffic;
    this.loop = loop;
    this.askedAt = System.nanoTime() - health.interval().toNanos();
  }

  /** Waits for the first good answer. */
  void awaitWell() throws InterruptedException {
    well.await();
  }

  /** Asks if it is time, and gives up what takes too long. Called again and again. */
  void look(long now) {
    Exchange asked = current;
    if (asked == null) {
      if (now - askedAt >= untilNext()) {
        ask(now);
      }
    } else if (!late && asked.hasBegun() && now - asked.beganAt() > health.interval().toNanos()) {
      late = true;
      traffic.giveUp(asked);
    }
  }

  /** A worker that is not ready yet is asked more often. */
  private long untilNext() {
    long interval = health.interval().toNanos();
    return well.getCount() == 0 ? interval : Math.min(interval, MOST_AT_START);
  }

  private void ask(long now) {
    askedAt = now;
    late = false;
    Exchange asked = new Exchange(this, new HealthRequest(health.path()), false, now);
    current = asked;
    calls.call(asked);
  }

  @Override
  public void send(Exchange exchange, Response response) {
    loop.execute(() -> judge(response));
  }

  private void judge(Response response) {
    current = null;
    if (response == Answers.FULL) {
      return;
    }
    if (response.status() < Answers.FAILED.status()) {
      bad = 0;
      row.recover(Cause.SICK);
      well.countDown();
      return;
    }
    bad++;
    Diary.note(
        "the handler is not well: "
            + health.path()
            + (late ? " took more than " + health.interval().toMillis() + " ms" : "")
            + " was answered by "
            + response.status());
    if (bad >= Health.PATIENCE) {
      row.wear(Cause.SICK);
    }
  }
}
