package dev.rota.http.serve;

import dev.rota.Workers;
import dev.rota.http.Model;
import dev.rota.http.link.Health;
import dev.rota.http.link.Limits;
import dev.rota.http.link.LogFile;
import dev.rota.http.link.Timeouts;
import dev.rota.http.link.TlsFiles;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says how a {@link Service} is to be. What is not said has sensible defaults, but for the handler,
 * or the command. Not safe for many threads.
 */
public final class ServiceBuilder {

  /** The most workers. */
  public static final int MOST_WORKERS = 512;

  private static final int DEFAULT_THREADS = 200;

  private SocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080);
  private Set<PosixFilePermission> socketMode = Ranges.mode("socketMode", "600");
  private String name = "";
  private String user = "";
  private Model model = Model.PREFORK;
  private String handler = "";
  private List<Path> classPath = List.of();
  private List<String> command = List.of();
  private boolean socketAsInput;
  private int minSpare;
  private int maxSpare;
  private int maxWorkers;
  private TlsFiles tls = TlsFiles.NONE;
  private Health health = new Health("", Duration.ofSeconds(5));
  private String statusPath = "";
  private LogFile accessLog = LogFile.NONE;
  private String heap = "";
  private List<String> jvmArgs = List.of();
  private Map<String, String> environment = Map.of();
  private int restartIntensity = 10;
  private Duration restartPeriod = Duration.ofSeconds(10);
  private int backlog = 1024;
  private @Nullable Workers workers; // null for the model's own number
  private int threads = 25;
  private int queue = 1000;
  private int connections = 10_000;
  private long requests = 0;
  private long maxMemory = 0;
  private int maxFiles = 0;
  private Duration requestTimeout = Duration.ofSeconds(30);
  private Duration receiveTimeout = Duration.ofSeconds(10);
  private Duration idleTimeout = Duration.ofSeconds(60);
  private Duration gracefulTimeout = Duration.ofSeconds(30);
  private Duration startTimeout = Duration.ofSeconds(60);
  private int maxBody = 1 << 20;
  private int maxHeaders = 1 << 14;
  private int maxTarget = 1 << 13;
  private Duration quantum = Duration.ofMillis(1);
  private Duration blockedAfter = Duration.ofMillis(100);

  ServiceBuilder() {}

  /**
   * Sets where to listen. Default: port 8080 of the loopback address.
   *
   * @param address of this machine, with port 0 for any that is free, or of a Unix socket
   * @return this
   */
  public ServiceBuilder address(SocketAddress address) {
    this.address = Objects.requireNonNull(address, "address");
    return this;
  }

  /**
   * Sets the port of the loopback address to listen on.
   *
   * @param port 0 for any that is free
   * @return this
   */
  public ServiceBuilder port(int port) {
    return address(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /**
   * Sets who may connect to a Unix socket. Default: 600, this user alone.
   *
   * @param mode of its file, three octal digits such as 660; who may write may connect
   * @return this
   * @throws IllegalArgumentException if it is not of that form
   */
  public ServiceBuilder socketMode(String mode) {
    this.socketMode = Ranges.mode("socketMode", mode);
    return this;
  }

  /**
   * Sets the name that {@code rota status} knows it by. Default: the port.
   *
   * @param name 1 to 58 of A-Z a-z 0-9 . _ -
   * @return this
   * @throws IllegalArgumentException if it is not of that form
   */
  public ServiceBuilder name(String name) {
    if (!name.matches("[A-Za-z0-9._-]{1,58}")) {
      throw new IllegalArgumentException("name must be 1 to 58 of A-Z a-z 0-9 . _ -, not " + name);
    }
    this.name = name;
    return this;
  }

  /**
   * Has workers take the rights of another user, so that a privileged port can be had. They do so
   * when they have read their certificate and opened their log, and before they load the handler,
   * whose classes that user has to be able to read. Needs root. Default: no change.
   *
   * @param user its name
   * @return this
   */
  public ServiceBuilder user(String user) {
    this.user = Objects.requireNonNull(user, "user");
    return this;
  }

  /**
   * Sets where requests are handled. Default: {@link Model#PREFORK}.
   *
   * @param model any
   * @return this
   */
  public ServiceBuilder model(Model model) {
    this.model = Objects.requireNonNull(model, "model");
    return this;
  }

  /**
   * Sets the class that answers.
   *
   * @param className of a class that implements {@link dev.rota.http.Handler} or {@link
   *     dev.rota.http.AsyncHandler}, and has a constructor without parameters
   * @return this
   */
  public ServiceBuilder handler(String className) {
    this.handler = className;
    return this;
  }

  /**
   * Sets where the handler's classes are, beside those of this JVM's class path.
   *
   * @param entries files and folders
   * @return this
   */
  public ServiceBuilder classPath(List<Path> entries) {
    this.classPath = entries.stream().map(Path::toAbsolutePath).toList();
    return this;
  }

  /**
   * Has workers be any program, which takes connections from a socket that it inherits: descriptor
   * 3, as systemd passes it with {@code LISTEN_FDS}, or standard input, as inetd does.
   *
   * @param command the program and its arguments
   * @param socketAsInput whether the socket is standard input
   * @return this
   */
  public ServiceBuilder command(List<String> command, boolean socketAsInput) {
    this.command = List.copyOf(command);
    this.socketAsInput = socketAsInput;
    return this;
  }

  /**
   * Lets the number of worker processes follow the load: there are always some that have nothing to
   * do. Default: there are as many as {@link #workers} says.
   *
   * @param minSpare with fewer idle workers, more are started
   * @param maxSpare with more, some go
   * @param maxWorkers the most, idle or not
   * @return this
   * @throws IllegalArgumentException unless 1 &lt;= minSpare &lt;= maxSpare and maxWorkers is 1 to
   *     512
   */
  public ServiceBuilder spares(int minSpare, int maxSpare, int maxWorkers) {
    this.minSpare = Ranges.range("minSpare", minSpare, 1, MOST_WORKERS);
    this.maxSpare = Ranges.range("maxSpare", maxSpare, minSpare, MOST_WORKERS);
    this.maxWorkers = Ranges.range("maxWorkers", maxWorkers, 1, MOST_WORKERS);
    return this;
  }

  /**
   * Has connections speak TLS. Workers read the files when they start, so a reload reads them anew.
   *
   * @param certificate PEM file with the chain
   * @param key PEM file with the private key
   * @return this
   */
  public ServiceBuilder tls(Path certificate, Path key) {
    this.tls =
        new TlsFiles(certificate.toAbsolutePath().toString(), key.toAbsolutePath().toString());
    return this;
  }

  /**
   * Sets the path at which the service tells of itself, in JSON, or as text with {@code ?text}.
   * Default: nowhere.
   *
   * @param path begins with a slash
   * @return this
   * @throws IllegalArgumentException if it does not
   */
  public ServiceBuilder statusPath(String path) {
    this.statusPath = Ranges.path("statusPath", path);
    return this;
  }

  /**
   * Has each worker ask its handler for a path now and then, as requests are handled: in the same
   * threads, loops or coroutines. A worker is ready when its handler has answered by a status below
   * 500. One whose handler answers by 500 or more, or not in time, three times in a row is
   * replaced. While a service drains, whoever asks for the path is answered by 503. Default: none.
   *
   * @param path begins with a slash
   * @return this
   * @throws IllegalArgumentException if it does not
   */
  public ServiceBuilder healthPath(String path) {
    this.health = new Health(Ranges.path("healthPath", path), health.interval());
    return this;
  }

  /**
   * Sets how often a worker asks its handler for the path of {@link #healthPath}, and how long that
   * may take, from when the handler begins. Default: 5 s.
   *
   * @param interval above zero
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public ServiceBuilder healthInterval(Duration interval) {
    this.health = new Health(health.path(), Ranges.positive("healthInterval", interval));
    return this;
  }

  /**
   * Sets how much memory a process has until it is replaced, by what it has resident. Default: any.
   *
   * @param bytes 2^20 or more; 0 for any
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public ServiceBuilder maxMemory(long bytes) {
    this.maxMemory = bytes == 0 ? 0 : Ranges.range("maxMemory", bytes, 1 << 20, Long.MAX_VALUE);
    return this;
  }

  /**
   * Sets how many open files a process has beside its connections until it is replaced. Default:
   * any.
   *
   * @param files 1 to 2^20; 0 for any
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public ServiceBuilder maxFiles(int files) {
    this.maxFiles = Ranges.range("maxFiles", files, 0, 1 << 20);
    return this;
  }

  /**
   * Has each request logged. Default: not at all.
   *
   * @param file appended to by all workers; - for standard output
   * @param json whether lines are JSON, else they have the common log format
   * @return this
   */
  public ServiceBuilder accessLog(String file, boolean json) {
    String name = file.equals("-") ? file : Path.of(file).toAbsolutePath().toString();
    this.accessLog = new LogFile(name, json);
    return this;
  }

  /**
   * Sets the largest heap of each worker process. Default: 256 MiB under models with many
   * processes, else what Java takes.
   *
   * @param heap such as 256m
   * @return this
   * @throws IllegalArgumentException if it is not of that form
   */
  public ServiceBuilder heap(String heap) {
    if (!heap.matches("[1-9][0-9]*[kmg]")) {
      throw new IllegalArgumentException("heap must be a size such as 256m, not " + heap);
    }
    this.heap = heap;
    return this;
  }

  /**
   * Sets more options of the workers' JVMs.
   *
   * @param jvmArgs as on the command line
   * @return this
   */
  public ServiceBuilder jvmArgs(List<String> jvmArgs) {
    this.jvmArgs = List.copyOf(jvmArgs);
    return this;
  }

  /**
   * Sets variables of the workers' environment.
   *
   * @param environment beside, or instead of, those of this process
   * @return this
   */
  public ServiceBuilder environment(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
    return this;
  }

  /**
   * Sets how many workers may die before they have answered a request, within a period, until no
   * more are started for a while. Default: 10 in 10 s.
   *
   * @param deaths 1 to 1000
   * @param period above zero
   * @return this
   * @throws IllegalArgumentException if an argument is out of range
   */
  public ServiceBuilder restartIntensity(int deaths, Duration period) {
    this.restartIntensity = Ranges.range("restartIntensity", deaths, 1, 1000);
    this.restartPeriod = Ranges.positive("restartIntensity's period", period);
    return this;
  }

  /**
   * Sets how many connections wait in the socket until a worker takes them. Default: 1024.
   *
   * @param backlog 1 to 65,535; the system may allow less
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public ServiceBuilder backlog(int backlog) {
    this.backlog = Ranges.range("backlog", backlog, 1, 65_535);
    return this;
  }

  /**
   * Sets how many workers there are: processes, or threads, loops or carriers of the one process.
   * Default: the number of processors, and 200 threads.
   *
   * @param workers 1 to 512
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public ServiceBuilder workers(int workers) {
    return workers(Workers.fixed(Ranges.range("workers", workers, 1, MOST_WORKERS)));
  }

  /**
   * Sets how many workers there are, or within which bounds their number finds itself: as many
   * processes as answer most requests. That is for models with many processes, whose workers have a
   * handler; threads, loops and carriers of one process cannot become more while it runs. The
   * journal says each change and why.
   *
   * @param workers at most 512
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public ServiceBuilder workers(Workers workers) {
    var _ = Ranges.range("workers", workers.most(), 1, MOST_WORKERS);
    this.workers = workers;
    return this;
  }

  /**
   * Sets how many threads a process has under {@link Model#HYBRID}. Default: 25.
   *
   * @param threads 1 to 4096
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public ServiceBuilder threads(int threads) {
    this.threads = Ranges.range("threads", threads, 1, 4096);
    return this;
  }

  /**
   * Sets how many requests may wait in a process for a thread or coroutine; more are answered by
   * status 503. Default: 1000.
   *
   * @param queue 1 to 2^20
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public ServiceBuilder queue(int queue) {
    this.queue = Ranges.range("queue", queue, 1, 1 << 20);
    return this;
  }

  /**
   * Sets how many connections a process takes; more are refused by status 503. Default: 10,000.
   *
   * @param connections 1 to 2^20
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public ServiceBuilder connections(int connections) {
    this.connections = Ranges.range("connections", connections, 1, 1 << 20);
    return this;
  }

  /**
   * Sets how many requests a process answers until it is replaced, a little less for some, so that
   * not all go at once. Default: any number.
   *
   * @param requests 0 for any number
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public ServiceBuilder requests(long requests) {
    this.requests = Ranges.range("requests", requests, 0, Long.MAX_VALUE);
    return this;
  }

  /**
   * Sets how long a handler may take. After that the request is answered by status 504 and the
   * handler interrupted; if it does not end then, its process is ended under {@link Model#PREFORK}
   * and replaced under the others. Default: 30 s.
   *
   * @param requestTimeout above zero
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public ServiceBuilder requestTimeout(Duration requestTimeout) {
    this.requestTimeout = Ranges.positive("requestTimeout", requestTimeout);
    return this;
  }

  /**
   * Sets how long a request may take to arrive, from its first byte on. After that it is answered
   * by status 408. Default: 10 s.
   *
   * @param receiveTimeout above zero
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public ServiceBuilder receiveTimeout(Duration receiveTimeout) {
    this.receiveTimeout = Ranges.positive("receiveTimeout", receiveTimeout);
    return this;
  }

  /**
   * Sets how long a connection may be without a request, or not read its answer. Default: 60 s.
   *
   * @param idleTimeout above zero
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public ServiceBuilder idleTimeout(Duration idleTimeout) {
    this.idleTimeout = Ranges.positive("idleTimeout", idleTimeout);
    return this;
  }

  /**
   * Sets how long a worker that is to go may take to answer what it has. Default: 30 s.
   *
   * @param gracefulTimeout above zero
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public ServiceBuilder gracefulTimeout(Duration gracefulTimeout) {
    this.gracefulTimeout = Ranges.positive("gracefulTimeout", gracefulTimeout);
    return this;
  }

  /**
   * Sets how long a worker may take until it is ready. Default: 60 s.
   *
   * @param startTimeout above zero
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public ServiceBuilder startTimeout(Duration startTimeout) {
    this.startTimeout = Ranges.positive("startTimeout", startTimeout);
    return this;
  }

  /**
   * Sets how large the body of a request may be; larger ones are answered by status 413. Default: 1
   * MiB.
   *
   * @param maxBody in bytes, up to 2^30
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public ServiceBuilder maxBody(int maxBody) {
    this.maxBody = Ranges.range("maxBody", maxBody, 0, 1 << 30);
    return this;
  }

  /**
   * Sets how long all headers of a request may be; longer ones are answered by status 431. Default:
   * 16 KiB.
   *
   * @param maxHeaders in bytes, 256 to 2^20
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public ServiceBuilder maxHeaders(int maxHeaders) {
    this.maxHeaders = Ranges.range("maxHeaders", maxHeaders, 256, 1 << 20);
    return this;
  }

  /**
   * Sets how long the first line of a request may be; longer ones are answered by status 414.
   * Default: 8 KiB.
   *
   * @param maxTarget in bytes, 64 to 2^20
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public ServiceBuilder maxTarget(int maxTarget) {
    this.maxTarget = Ranges.range("maxTarget", maxTarget, 64, 1 << 20);
    return this;
  }

  /**
   * Sets how long a time slice of coroutines is. Default: 1 ms.
   *
   * @param quantum above zero
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public ServiceBuilder quantum(Duration quantum) {
    this.quantum = Ranges.positive("quantum", quantum);
    return this;
  }

  /**
   * Sets from when on a handler blocks an event loop, which is counted, and told of with its stack.
   * Default: 100 ms.
   *
   * @param blockedAfter above zero
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public ServiceBuilder blockedAfter(Duration blockedAfter) {
    this.blockedAfter = Ranges.positive("blockedAfter", blockedAfter);
    return this;
  }

  /**
   * Makes the socket and starts the workers; {@link Service#awaitReady} waits for them.
   *
   * @return to be closed
   * @throws IllegalArgumentException if there is neither a handler nor a command, or both
   * @throws ServiceException if the address cannot be had, there is no such user or this one is not
   *     root, or workers cannot be started
   * @throws UnsupportedOperationException on systems other than Linux on x86-64 or aarch64
   */
  public Service start() {
    return Service.start(plan());
  }

  Plan plan() {
    if (handler.isEmpty() == command.isEmpty()) {
      throw new IllegalArgumentException("a service has either a handler or a command");
    }
    if (!command.isEmpty() && !user.isEmpty()) {
      throw new IllegalArgumentException(
          "user needs a handler; a program takes another user's rights by itself, or by setpriv");
    }
    if (!command.isEmpty() && health.isChecked()) {
      throw new IllegalArgumentException(
          "healthPath needs a handler: programs share a socket, and cannot be asked one by one");
    }
    boolean many = model.hasManyProcesses();
    Workers bounds = workers == null ? Workers.fixed(defaultWorkers()) : workers;
    if (bounds.isAdaptive()) {
      refuseIfNumberCannotBeFound();
    }
    if (maxSpare > 0 && (!many || !command.isEmpty())) {
      throw new IllegalArgumentException(
          "spares are for prefork, hybrid and event-processes: of one process, or of programs that"
              + " do not tell what they do, nobody knows how many are idle");
    }
    return new Plan(
        address,
        backlog,
        socketMode,
        name,
        model,
        new Plan.Code(
            handler,
            classPath,
            heap.isEmpty() && many ? "256m" : heap,
            jvmArgs,
            command,
            socketAsInput,
            environment),
        new Plan.Numbers(bounds, minSpare, maxSpare, maxWorkers, threads),
        new Plan.Care(
            requests,
            maxMemory,
            maxFiles,
            startTimeout,
            gracefulTimeout,
            restartIntensity,
            restartPeriod),
        quantum,
        new Limits(queue, connections, maxBody, maxHeaders, maxTarget),
        new Timeouts(requestTimeout, receiveTimeout, idleTimeout, blockedAfter),
        user,
        tls,
        health,
        statusPath,
        accessLog);
  }

  private void refuseIfNumberCannotBeFound() {
    if (!command.isEmpty()) {
      throw new IllegalArgumentException(
          "workers cannot be found for a command: programs do not tell what they answer");
    }
    if (!model.hasManyProcesses()) {
      throw new IllegalArgumentException(
          "workers can be found for prefork, hybrid and event-processes, not for one process with a"
              + " fixed number of threads, loops or carriers");
    }
    if (maxSpare > 0) {
      throw new IllegalArgumentException(
          "spares and workers that are found both say how many there are; give one");
    }
  }

  private int defaultWorkers() {
    return model == Model.THREADS ? DEFAULT_THREADS : Runtime.getRuntime().availableProcessors();
  }
}
