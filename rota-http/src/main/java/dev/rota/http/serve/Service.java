package dev.rota.http.serve;

import dev.rota.http.link.Board;
import dev.rota.http.link.Board.Head;
import dev.rota.http.link.StatusReport;
import dev.rota.program.ProgramEvent;
import dev.rota.program.Programs;
import dev.rota.share.RegionException;
import dev.rota.share.SharedRegion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A service on one listening socket, and its workers: processes that inherit the socket, are
 * watched and replaced. This process is their master. It makes the socket, and reads no request;
 * when it ends, by whatever signal, the workers end with it.
 *
 * <pre>{@code
 * try (Service service =
 *     Service.builder().model(Model.PREFORK).handler("com.example.Hello").port(8080).start()) {
 *   service.await();
 * }
 * }</pre>
 *
 * <p>Safe for many threads: what is asked of it is done by a thread of its own, in order. Needs
 * Linux on x86-64 or aarch64.
 */
public final class Service implements AutoCloseable {

  private static final long LOOK_MILLIS = 20;

  private final Programs programs;
  private final SharedRegion region;
  private final Board board;
  private final Staff staff;
  private final Journal journal;
  private final BlockingQueue<Runnable> requests = new LinkedBlockingQueue<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final ListeningSocket socket;
  private final Thread thread;
  private Plan plan;
  private Sizing sizing;
  private volatile @Nullable Throwable failure;

  private Service(
      Plan plan, Programs programs, SharedRegion region, ListeningSocket socket, Journal journal) {
    this.plan = plan;
    this.programs = programs;
    this.region = region;
    this.socket = socket;
    this.journal = journal;
    this.board = Board.in(region);
    this.staff = new Staff(plan, programs, board, region.name().orElseThrow(), journal);
    this.sizing = Sizing.of(plan, journal);
    this.thread = Thread.ofPlatform().name("service").unstarted(this::run);
  }

  /**
   * Begins to say how a service is to be.
   *
   * @return a builder
   */
  public static ServiceBuilder builder() {
    return new ServiceBuilder();
  }

  static Service start(Plan plan) {
    Users.check(plan.user());
    Programs programs;
    try {
      programs =
          Programs.open(
              Path.of(System.getProperty("java.io.tmpdir")), null, plan.code().environment());
    } catch (IOException e) {
      throw new ServiceException("workers cannot be started: " + e.getMessage(), e);
    }
    try {
      Journal journal = new Journal(System.err);
      programs.limit(0, 0, Programs.MOST);
      ListeningSocket socket = ListeningSocket.open(programs, plan);
      SharedRegion region = SharedRegion.create(regionName(plan, socket.port()), Board.bytes());
      Service service = new Service(plan, programs, region, socket, journal);
      service.begin();
      return service;
    } catch (IOException e) {
      programs.close();
      throw new ServiceException("workers cannot be started: " + e.getMessage(), e);
    } catch (RegionException e) {
      programs.close();
      throw new ServiceException("the scoreboard cannot be made: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      programs.close();
      throw e;
    }
  }

  private static String regionName(Plan plan, int port) {
    return Board.PREFIX + (plan.name().isEmpty() ? Integer.toString(port) : plan.name());
  }

  private static @Nullable ProgramEvent next(Programs programs) {
    try {
      return programs.next();
    } catch (IOException e) {
      return null;
    }
  }

  private void begin() {
    long now = System.nanoTime();
    board.set(Head.MASTER, ProcessHandle.current().pid());
    board.set(Head.SINCE, now);
    requests.add(() -> staff.strength(plan.processes(), System.nanoTime()));
    thread.start();
    Thread.ofPlatform().daemon().name("service-events").start(this::listenToGuardian);
  }

  private void listenToGuardian() {
    ProgramEvent event = next(programs);
    while (event != null) {
      ProgramEvent happened = event;
      requests.add(() -> staff.happened(happened, System.nanoTime()));
      event = next(programs);
    }
    requests.add(
        () -> {
          if (!staff.isFinished()) {
            throw new ServiceException("the guardian of the workers is gone");
          }
        });
  }

  private void run() {
    try {
      while (!staff.isFinished()) {
        Runnable request = requests.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        while (request != null) {
          request.run();
          request = requests.poll();
        }
        long now = System.nanoTime();
        staff.look(now);
        if (!staff.plan().equals(plan)) { // it was loaded anew, or that was given up
          plan = staff.plan();
          sizing = Sizing.of(plan, journal);
        }
        sizing.look(staff, now);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      failure = e;
    } finally {
      programs.close();
      staff.clear();
      region.close();
      ended.countDown();
    }
  }

  /**
   * Waits until a worker takes requests.
   *
   * @param most the longest to wait
   * @return whether one does
   * @throws InterruptedException if this thread is interrupted
   */
  public boolean awaitReady(Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    while (System.nanoTime() - end < 0 && ended.getCount() > 0) {
      if (ask(staff::isServing)) {
        return true;
      }
      Thread.sleep(LOOK_MILLIS);
    }
    return false;
  }

  private <T> T ask(java.util.function.Supplier<T> question) throws InterruptedException {
    CompletableFuture<T> answer = new CompletableFuture<>();
    requests.add(() -> answer.complete(question.get()));
    while (true) {
      try {
        return answer.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (ended.getCount() == 0) {
          throw new ServiceException("the service has ended");
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /**
   * Where it listens.
   *
   * @return such as {@code 127.0.0.1:8080} or {@code unix:/run/hello}
   */
  public String address() {
    return socket.toString();
  }

  /**
   * The port.
   *
   * @return 0 for a Unix socket
   */
  public int port() {
    return socket.port();
  }

  /**
   * The service's name, for {@code rota status}.
   *
   * @return as it was given, or else the port
   */
  public String name() {
    return region.name().orElseThrow().substring(Board.PREFIX.length());
  }

  /**
   * What the scoreboard says now.
   *
   * @return an object of JSON, in one line
   */
  public String status() {
    return StatusReport.of(board, System.nanoTime()).json();
  }

  /**
   * Replaces all workers, one after the other, by new ones that know the handler's classes anew.
   * Each takes requests before its predecessor goes; that answers what it has. If the new workers
   * cannot live the old ones stay.
   */
  public void reload() {
    requests.add(() -> staff.reload(staff.plan(), System.nanoTime()));
  }

  /**
   * The same, with other options; what concerns socket and name stays as it is.
   *
   * @param changed says how it is to be now
   * @throws IllegalArgumentException if an option is out of range
   */
  public void reload(ServiceBuilder changed) {
    Plan next = changed.plan();
    requests.add(() -> staff.reload(next, System.nanoTime()));
  }

  /**
   * Adds workers, or takes some away; there is always one at least. Of models with one process it
   * is the threads, loops or carriers, so the process is replaced. Does nothing if the number finds
   * itself.
   *
   * @param more how many, below zero for fewer
   */
  public void addWorkers(int more) {
    requests.add(
        () -> {
          long now = System.nanoTime();
          if (sizing.isAutomatic()) {
            journal.say("the number of workers finds itself; none is added or taken away");
          } else if (plan.hasManyProcesses()) {
            int wanted = Math.clamp(staff.strength() + (long) more, 1, ServiceBuilder.MOST_WORKERS);
            staff.strength(wanted, now);
            journal.say(wanted + " workers");
          } else {
            staff.addToProcess(more, now);
          }
        });
  }

  /** Has all workers open their logs anew, after they were moved away. */
  public void reopenLogs() {
    requests.add(() -> board.set(Head.LOGS, board.get(Head.LOGS) + 1));
  }

  /** No more connections are taken; what is under way is answered, then the service ends. */
  public void drain() {
    requests.add(() -> staff.drain(System.nanoTime()));
  }

  /**
   * Waits until the service has ended.
   *
   * @throws InterruptedException if this thread is interrupted
   * @throws ServiceException if it ended because it could not go on
   */
  public void await() throws InterruptedException {
    ended.await();
    Throwable why = failure;
    if (why != null) {
      throw new ServiceException(String.valueOf(why.getMessage()), why);
    }
  }

  /** Ends at once, whatever is under way, and waits until all workers are gone. */
  @Override
  public void close() {
    requests.add(
        () -> {
          long now = System.nanoTime();
          staff.drain(now);
          staff.kill();
        });
    boolean interrupted = false;
    while (true) {
      try {
        ended.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
