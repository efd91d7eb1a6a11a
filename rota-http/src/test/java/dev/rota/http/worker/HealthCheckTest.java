package dev.rota.http.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.http.Response;
import dev.rota.http.link.Board;
import dev.rota.http.link.Cause;
import dev.rota.http.link.Health;
import dev.rota.http.link.Row;
import dev.rota.http.link.Row.State;
import dev.rota.share.SharedRegion;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The verdicts of health checks, one look after the other, with answers as told. */
class HealthCheckTest {

  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final List<Exchange> asked = new ArrayList<>();
  private final EventLoop loop = new DefaultEventLoop();
  private SharedRegion region;
  private Row row;
  private HealthCheck check;
  private long now = System.nanoTime();

  @BeforeEach
  void start() throws Exception {
    region = SharedRegion.anonymous(Board.bytes());
    row = Board.in(region).row(0);
    check = new HealthCheck(new Health("/health", INTERVAL), row, asked::add, null, loop);
    answer(200);
    check.awaitWell();
    row.state(State.READY);
  }

  @AfterEach
  void end() {
    var _ = loop.shutdownGracefully();
    region.close();
  }

  private void look() throws Exception {
    now += INTERVAL.toNanos();
    var _ = loop.submit(() -> check.look(now)).sync();
  }

  private void answer(Response response) throws Exception {
    look();
    asked.removeLast().answer(response);
    var _ = loop.submit(() -> {}).sync();
  }

  private void answer(int... statuses) throws Exception {
    for (int status : statuses) {
      answer(Response.of(status));
    }
  }

  @Test
  void threeBadAnswersInARowAreTooMany() throws Exception {
    answer(500, 503);
    assertThat(row.state()).isEqualTo(State.READY);
    answer(504);
    assertThat(row.state()).isEqualTo(State.WORN);
    assertThat(row.cause()).isEqualTo(Cause.SICK);
  }

  @Test
  void aGoodOneBetweenStartsAnew() throws Exception {
    answer(500, 500, 404, 500, 500);
    assertThat(row.state()).isEqualTo(State.READY);
  }

  @Test
  void whoIsWellAgainStays() throws Exception {
    answer(500, 500, 500, 200);
    assertThat(row.state()).isEqualTo(State.READY);
  }

  @Test
  void whoHasToGoForSomethingElseDoesNotStay() throws Exception {
    row.wear(Cause.MEMORY);
    answer(500, 500, 500, 200);
    assertThat(row.state()).isEqualTo(State.WORN);
    assertThat(row.cause()).isEqualTo(Cause.MEMORY);
  }

  @Test
  void whatFindsNoRoomAndWhatWaitsSaysNothing() throws Exception {
    for (int i = 0; i < 5; i++) {
      answer(Answers.FULL);
    }
    look();
    look();
    look();
    assertThat(asked).hasSize(1); // it has not begun, and is not asked again
    assertThat(row.state()).isEqualTo(State.READY);
  }
}
