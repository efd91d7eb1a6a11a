package dev.rota.http.worker;

import static java.util.Objects.requireNonNull;

import dev.rota.Pool;
import dev.rota.WhenFull;
import dev.rota.http.Model;
import dev.rota.http.link.Board;
import dev.rota.http.link.Cause;
import dev.rota.http.link.Row;
import dev.rota.http.link.Row.Count;
import dev.rota.http.link.Row.State;
import dev.rota.http.link.WorkerSettings;
import dev.rota.share.SharedRegion;
import dev.rota.slice.SlicedPool;
import dev.rota.thread.ThreadPool;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The main class of a worker process. It takes connections from the socket that it has inherited,
 * until SIGTERM; then it takes no more, answers what is on its way, and ends.
 */
public final class Worker {

  /** The exit status of a worker that could not begin. */
  private static final int UNFIT = 78; // configuration error, of sysexits.h

  /** That of one that ends because a handler does not. */
  private static final int STUCK = 75; // temporary failure

  private static final long SWEEP_MILLIS = 50;
  private static final long LOOK_MILLIS = 10;

  private final WorkerSettings settings;
  private final Board board;
  private final Row row;
  private final MultiThreadIoEventLoopGroup loops;
  private final Map<EventLoop, Traffic> traffic = new ConcurrentHashMap<>();
  private final Map<EventLoop, Long> beats = new ConcurrentHashMap<>();
  private final CountDownLatch empty;
  private final LoopWatch watch;
  private final Function<Answering, Calls> caller;
  private final Calls calls;
  private final Listener listener;
  private final AccessLog log;
  private final Pipeline pipeline;

  private Worker(WorkerSettings settings, SharedRegion region) throws Exception {
    this.settings = settings;
    this.board = Board.in(region);
    this.row = board.row(settings.slot());
    int count = loops(settings);
    this.loops = new MultiThreadIoEventLoopGroup(count, EpollIoHandler.newFactory());
    this.empty = new CountDownLatch(count);
    this.watch =
        new LoopWatch(settings.timeouts().blockedAfter(), settings.timeouts().request(), row);
    this.log = AccessLog.open(settings.accessLog(), board);
    this.pipeline = new Pipeline(settings, Tls.of(settings.tls()));
    this.listener = new Listener(settings, board, this::begin);
    if (!settings.user().isEmpty()) {
      Privileges.dropTo(settings.user());
    }
    this.caller = caller();
    // the handler's code never has the rights from before
    this.calls = caller.apply(Answering.with(settings.handler(), row));
  }

  public static void main(String[] arguments) throws InterruptedException {
    WorkerSettings settings = WorkerSettings.parse(arguments);
    try {
      new Worker(settings, SharedRegion.open(settings.region())).run();
    } catch (Exception | LinkageError e) {
      System.err.println("a worker cannot start: " + e);
      System.exit(UNFIT);
    }
    Thread.currentThread().join();
  }

  private static int loops(WorkerSettings settings) {
    return switch (settings.model()) {
      case EVENT -> settings.concurrency();
      case EVENT_PROCESSES, PREFORK, HYBRID -> 1;
      case THREADS, COROUTINES -> Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    };
  }

  /** Says who calls handlers: the event loops, or a pool, which all of them have in common. */
  private Function<Answering, Calls> caller() {
    return switch (settings.model()) {
      case EVENT, EVENT_PROCESSES -> answering -> answering.watchedBy(watch)::answer;
      case PREFORK, HYBRID, THREADS ->
          in(
              ThreadPool.builder()
                  .workers(settings.concurrency())
                  .queueCapacity(settings.limits().queue())
                  .whenFull(WhenFull.REJECT)
                  .build());
      case COROUTINES ->
          in(
              SlicedPool.builder()
                  .workers(settings.concurrency())
                  .queueCapacity(settings.limits().queue())
                  .whenFull(WhenFull.REJECT)
                  .quantum(settings.quantum())
                  .build());
    };
  }

  private Function<Answering, Calls> in(Pool pool) {
    return answering -> new PoolCalls(answering, pool, row, this::stuck);
  }

  private void run() throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::drain, "drain"));
    OwnPages pages = new OwnPages(settings.statusPath(), settings.health().path(), board);
    loops.forEach(
        executor -> {
          EventLoop loop = (EventLoop) executor;
          traffic.put(
              loop, new Traffic(settings, row, calls, log, pages, whenFull(), empty::countDown));
          beats.put(loop, System.nanoTime());
          var _ =
              loop.scheduleAtFixedRate(
                  () -> sweep(loop), SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
        });
    Thread.ofPlatform().daemon().name("watch").start(this::watch);
    WarmUp.run(settings, loops.next(), caller);
    awaitHealth();
    listener.listen(loops);
    row.set(Count.PID, ProcessHandle.current().pid());
    row.set(Count.SINCE, System.nanoTime());
    row.state(State.READY);
  }

  /** If it is to be checked, connections are for others until the handler is well. */
  private void awaitHealth() throws InterruptedException {
    if (settings.health().isChecked()) {
      EventLoop loop = loops.next();
      HealthCheck check =
          new HealthCheck(settings.health(), row, calls, requireNonNull(traffic.get(loop)), loop);
      var _ =
          loop.scheduleAtFixedRate(
              () -> check.look(System.nanoTime()), 0, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
      check.awaitWell();
    }
  }

  private Consumer<Boolean> whenFull() {
    return Listener.looksAwayWhenFull(settings.model()) ? listener::full : isFull -> {};
  }

  /** A connection was taken; its loop sets it up before it reads. */
  private void begin(Channel channel, boolean isSurplus) {
    EventLoop loop = loops.next();
    Traffic mine = requireNonNull(traffic.get(loop));
    mine.expect();
    channel
        .pipeline()
        .addLast(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel begun) {
                pipeline.begin(begun, mine, isSurplus);
                mine.come();
              }
            });
    ChannelFuture _ = loop.register(channel);
  }

  private void sweep(EventLoop loop) {
    Traffic mine = traffic.get(loop);
    if (mine != null) {
      mine.sweep();
    }
    listener.share();
    beats.put(loop, System.nanoTime());
    if (settings.requestsToServe() > 0 && row.get(Count.REQUESTS) >= settings.requestsToServe()) {
      row.wear(Cause.SERVED);
    }
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(LOOK_MILLIS);
        long now = System.nanoTime();
        watch.look(now);
        long least = now;
        for (long beat : beats.values()) {
          least = beat - least < 0 ? beat : least;
        }
        row.set(Count.BEAT, least);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A handler does not end: a process for one request goes at once, others are replaced. */
  private void stuck() {
    System.err.println("a handler ran over its time and does not end");
    if (settings.model() == Model.PREFORK) {
      Runtime.getRuntime().halt(STUCK);
    }
    row.wear(Cause.STUCK);
  }

  private void drain() {
    row.state(State.DRAINING);
    traffic.values().forEach(Traffic::drain); // first: a loop that is busy would hold up the rest
    listener.close();
    traffic.values().forEach(Traffic::leave);
    try {
      empty.await();
      log.flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
