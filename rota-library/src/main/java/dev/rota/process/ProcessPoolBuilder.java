package dev.rota.process;

import static java.util.Objects.requireNonNull;

import dev.rota.PoolBuilder;
import dev.rota.Workers;
import dev.rota.adapt.Controller;
import dev.rota.adapt.Meter;
import dev.rota.observe.Announcer;
import dev.rota.observe.Observer;
import dev.rota.schedule.Policy;
import dev.rota.wire.AllowedClasses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Builds {@link ProcessPool}s; the defaults do without a single call. */
public final class ProcessPoolBuilder extends PoolBuilder<ProcessPoolBuilder> {

  private static final Pattern SIZE = Pattern.compile("[1-9][0-9]{0,9}[kKmMgG]?");
  private static final Pattern PACKAGE =
      Pattern.compile("(\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*(\\.(?!$)|$))+");
  private static final int MAX_THREADS = 256;
  private static final int MAX_SPARES = 1024;
  private static final Duration LEAST_AGE = Duration.ofSeconds(1);
  private static final int LEAST_DEFAULT_HEAP_MIB = 64;

  /** How long a sample of the throughput takes at least, in ns. */
  private static final long SAMPLE = 100_000_000;

  /** So many samples do not count after a change: a new JVM takes a while to get up to speed. */
  private static final int WARMING_UP = 5;

  private int threadsPerWorker = 1;
  private int slicedPerWorker; // 0: none
  private List<String> wovenPackages = List.of(); // all
  private List<String> unwovenPackages = List.of();
  private int spares = 1;
  private @Nullable String heap;
  private int maxResult = 64 << 20;
  private AllowedClasses serializedResults = AllowedClasses.NONE;
  private Duration cancelGrace = Duration.ofMillis(500);
  private @Nullable String memory;
  private @Nullable String softMemory;
  private Duration neighbourGrace = Duration.ofSeconds(1);
  private int maxTasksPerWorker = Integer.MAX_VALUE;
  private @Nullable Duration maxWorkerAge;
  private int restartIntensity = 5;
  private Duration restartPeriod = Duration.ofSeconds(10);
  private String classPath = OwnClassPath.get();
  private List<String> jvmArgs = List.of();
  private final Map<String, String> environment = new HashMap<>();
  private @Nullable Path workingDirectory;
  private @Nullable Policy policy;
  private boolean policyTaken;
  private final List<Observer> observers = new ArrayList<>();

  ProcessPoolBuilder() {}

  /**
   * Sets how many workers the pool has, or within which bounds it finds that number itself, besides
   * {@link #spares}. {@link dev.rota.PoolStats#sizing()} says how far it has come, and {@link
   * dev.rota.observe.PoolEvent.WorkersSet} tells of each change.
   *
   * @param workers how many
   * @return this
   */
  public ProcessPoolBuilder workers(Workers workers) {
    return setWorkers(workers);
  }

  /**
   * Sets how many tasks each worker runs at once, on as many threads. Tasks in the same worker
   * share its heap and its static state, and the function of a {@code map} is one object for all of
   * them; tasks are spread over the workers first. A task that brings its worker down takes its
   * neighbours with it; see {@link #neighbourGrace}. Default: 1.
   *
   * @param threadsPerWorker 1 to 256
   * @return this
   * @throws IllegalArgumentException if {@code threadsPerWorker} is out of range
   */
  public ProcessPoolBuilder threadsPerWorker(int threadsPerWorker) {
    this.threadsPerWorker = requireRange("threadsPerWorker", threadsPerWorker, 1, MAX_THREADS);
    return this;
  }

  /**
   * Sets how many tasks each worker runs at once, on time-sliced virtual threads: as {@link
   * #threadsPerWorker}, but many tasks that compute share the processors by turns, and many that
   * wait cost no threads. The classes of {@link #classPath} are woven for it, when the pool is
   * built and they are not woven yet; {@link dev.rota.PoolStats#sizing()} says how many. Nothing
   * has to be said to any JVM. Default: platform threads.
   *
   * @param slicedPerWorker 1 to 256
   * @return this
   * @throws IllegalArgumentException if {@code slicedPerWorker} is out of range
   * @see dev.rota.slice.SlicedPool
   */
  public ProcessPoolBuilder slicedPerWorker(int slicedPerWorker) {
    this.slicedPerWorker = requireRange("slicedPerWorker", slicedPerWorker, 1, MAX_THREADS);
    return this;
  }

  /**
   * Sets the packages of the classes that are woven for {@link #slicedPerWorker}, with those below
   * them. In others a task is not preempted. Default: all but the JDK's and Rota's own.
   *
   * @param packages names of packages, such as {@code "com.acme"}
   * @return this
   * @throws IllegalArgumentException if one is not the name of a package
   */
  public ProcessPoolBuilder wovenPackages(String... packages) {
    this.wovenPackages = requirePackages("wovenPackages", packages);
    return this;
  }

  /**
   * Excepts packages, with those below them, from {@link #wovenPackages}. Default: none.
   *
   * @param packages names of packages, such as {@code "com.acme.generated"}
   * @return this
   * @throws IllegalArgumentException if one is not the name of a package
   */
  public ProcessPoolBuilder unwovenPackages(String... packages) {
    this.unwovenPackages = requirePackages("unwovenPackages", packages);
    return this;
  }

  private static List<String> requirePackages(String option, String... packages) {
    for (String name : packages) {
      if (!PACKAGE.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "%s must be names of packages, such as com.acme, not \"%s\"".formatted(option, name));
      }
    }
    return List.of(packages);
  }

  /** As the agent's. */
  private String weaveOptions() {
    return Stream.concat(
            wovenPackages.stream().map("include="::concat),
            unwovenPackages.stream().map("exclude="::concat))
        .collect(Collectors.joining(","));
  }

  /**
   * Sets how many ready workers wait beyond {@link #workers} to take the place of one that dies.
   * Default: 1.
   *
   * @param spares 0 to 1024
   * @return this
   * @throws IllegalArgumentException if {@code spares} is out of range
   */
  public ProcessPoolBuilder spares(int spares) {
    this.spares = requireRange("spares", spares, 0, MAX_SPARES);
    return this;
  }

  /**
   * Sets the largest heap of each worker. Default: what this JVM's own heap may grow to, shared
   * among the workers, as many as there may be, at least 64 MiB; but at most three quarters of
   * {@link #memory} and {@link #softMemory}.
   *
   * @param heap a number with {@code k}, {@code m} or {@code g}, such as {@code "256m"}
   * @return this
   * @throws IllegalArgumentException if {@code heap} is not of that form or less than 8 MiB
   */
  public ProcessPoolBuilder heap(String heap) {
    this.heap = requireSize("heap", heap, "8m");
    return this;
  }

  /**
   * Sets how much memory the process of a worker may take. Its resident memory is watched from
   * outside, so this holds for memory of every kind: the heap, direct and mapped memory, and what
   * native code takes. A worker that takes more is killed and its task ends with a {@link
   * dev.rota.TaskOutOfMemoryException}. It is looked at every 10 to 1000 ms, more often the closer
   * it is, so it may have taken more for a moment. Default: any.
   *
   * @param memory a number with {@code k}, {@code m} or {@code g}; more than {@link #heap} by what
   *     a JVM needs beside it, some 64 MiB
   * @return this
   * @throws IllegalArgumentException if {@code memory} is not of that form or less than 64 MiB
   */
  public ProcessPoolBuilder memory(String memory) {
    this.memory = requireSize("memory", memory, "64m");
    return this;
  }

  /**
   * Sets above how much resident memory a worker is replaced by a fresh one, between two tasks: the
   * remedy for what leaks. Looked at every second. Workers go one at a time. Default: any.
   *
   * @param softMemory a number with {@code k}, {@code m} or {@code g}; less than {@link #memory}
   * @return this
   * @throws IllegalArgumentException if {@code softMemory} is not of that form or less than 64 MiB
   */
  public ProcessPoolBuilder softMemory(String softMemory) {
    this.softMemory = requireSize("softMemory", softMemory, "64m");
    return this;
  }

  private static String requireSize(String option, String size, String least) {
    if (!SIZE.matcher(size).matches() || bytes(size) < bytes(least)) {
      throw new IllegalArgumentException(
          "%s must be a size of %s or more, such as 256m or 2g, not \"%s\""
              .formatted(option, least, size));
    }
    return size;
  }

  private static long bytes(String size) {
    int digits = size.length() - (Character.isDigit(size.charAt(size.length() - 1)) ? 0 : 1);
    long number = Long.parseLong(size.substring(0, digits));
    return switch (Character.toLowerCase(size.charAt(size.length() - 1))) {
      case 'k' -> number << 10;
      case 'm' -> number << 20;
      case 'g' -> number << 30;
      default -> number;
    };
  }

  /**
   * Sets the largest result or argument in bytes, as it travels. A larger one is a {@link
   * dev.rota.NotShippableException}. Default: 64 MiB.
   *
   * @param maxResult 1024 to 1 GiB
   * @return this
   * @throws IllegalArgumentException if {@code maxResult} is out of range
   */
  public ProcessPoolBuilder maxResult(int maxResult) {
    this.maxResult = requireRange("maxResult", maxResult, 1024, 1 << 30);
    return this;
  }

  /**
   * Sets of which classes, that have no form of Rota's own, results may come back by Java
   * serialization. A worker that was broken into can make this JVM run what their {@code
   * readObject} and the like do, with any content of their fields. A class allows what it extends,
   * not what its fields hold: name that, too, collections inside as well. At most 200 objects deep.
   * Lambdas never come back. Default: none.
   *
   * @param classes classes that are {@link java.io.Serializable}
   * @return this
   * @throws IllegalArgumentException if one is not, or is an interface or an array
   */
  public ProcessPoolBuilder serializedResults(Class<?>... classes) {
    this.serializedResults = AllowedClasses.of("serializedResults", List.of(classes));
    return this;
  }

  /**
   * Sets how long a cancelled task may go on after its interruption before its worker is killed.
   * Default: 500 ms.
   *
   * @param cancelGrace above zero
   * @return this
   * @throws IllegalArgumentException if {@code cancelGrace} is zero or negative
   */
  public ProcessPoolBuilder cancelGrace(Duration cancelGrace) {
    this.cancelGrace = requirePositive("cancelGrace", cancelGrace);
    return this;
  }

  /**
   * Sets how long the other tasks in a worker may go on when one must be killed with the worker,
   * because it is overdue or was cancelled and heeds no interrupt. The worker gets no new tasks
   * meanwhile, and the future of the one has ended already. If the one ends after all the others
   * have all the time they need. Those that are killed end with a {@link
   * dev.rota.WorkerLostException}, or run again if they are idempotent. Only with {@link
   * #threadsPerWorker}. Default: 1 s.
   *
   * @param neighbourGrace above zero
   * @return this
   * @throws IllegalArgumentException if {@code neighbourGrace} is zero or negative
   */
  public ProcessPoolBuilder neighbourGrace(Duration neighbourGrace) {
    this.neighbourGrace = requirePositive("neighbourGrace", neighbourGrace);
    return this;
  }

  /**
   * Sets after how many tasks a worker is replaced by a fresh one. Up to a tenth less, by chance,
   * so that workers do not all go at the same time. Default: never.
   *
   * @param maxTasksPerWorker 1 or more
   * @return this
   * @throws IllegalArgumentException if {@code maxTasksPerWorker} is out of range
   */
  public ProcessPoolBuilder maxTasksPerWorker(int maxTasksPerWorker) {
    this.maxTasksPerWorker =
        requireRange("maxTasksPerWorker", maxTasksPerWorker, 1, Integer.MAX_VALUE);
    return this;
  }

  /**
   * Sets how old a worker may become before it is replaced by a fresh one, between two tasks. Up to
   * a tenth less, by chance, and one worker at a time. Default: any.
   *
   * @param maxWorkerAge a second or more, from when it was ready
   * @return this
   * @throws IllegalArgumentException if {@code maxWorkerAge} is less than a second
   */
  public ProcessPoolBuilder maxWorkerAge(Duration maxWorkerAge) {
    if (maxWorkerAge.compareTo(LEAST_AGE) < 0) {
      throw new IllegalArgumentException(
          "maxWorkerAge must be a second or more, not " + maxWorkerAge);
    }
    this.maxWorkerAge = requirePositive("maxWorkerAge", maxWorkerAge);
    return this;
  }

  /**
   * Sets how many workers may die before they are ready or have finished a task, within a period,
   * until the pool stops starting them for a while. Default: 5 in 10 s.
   *
   * @param deaths 1 to 1000
   * @param period above zero
   * @return this
   * @throws IllegalArgumentException if an argument is out of range
   */
  public ProcessPoolBuilder restartIntensity(int deaths, Duration period) {
    this.restartIntensity = requireRange("restartIntensity", deaths, 1, 1000);
    this.restartPeriod = requirePositive("restartIntensity's period", period);
    return this;
  }

  /**
   * Sets where workers find classes. If Rota is an archive of its own that comes before them, else
   * Rota's classes must be among them. Default: the class path and module path of this JVM.
   *
   * @param classPath files and folders
   * @return this
   */
  public ProcessPoolBuilder classPath(List<Path> classPath) {
    this.classPath = OwnClassPath.of(classPath);
    return this;
  }

  /**
   * Adds options to the command line of the worker JVMs, after Rota's own.
   *
   * @param jvmArgs the options
   * @return this
   */
  public ProcessPoolBuilder jvmArgs(String... jvmArgs) {
    this.jvmArgs = List.of(jvmArgs);
    return this;
  }

  /**
   * Sets a variable in the environment of the workers, which otherwise is this process's.
   *
   * @param name the variable
   * @param value its value
   * @return this
   */
  public ProcessPoolBuilder environment(String name, String value) {
    environment.put(requireNonNull(name, "name"), requireNonNull(value, "value"));
    return this;
  }

  /**
   * Sets the working directory of the workers. Default: this process's.
   *
   * @param workingDirectory an existing folder
   * @return this
   * @throws IllegalArgumentException if it is not a folder
   */
  public ProcessPoolBuilder workingDirectory(Path workingDirectory) {
    if (!Files.isDirectory(workingDirectory)) {
      throw new IllegalArgumentException(
          "workingDirectory must be a folder, not " + workingDirectory);
    }
    this.workingDirectory = workingDirectory;
    return this;
  }

  /**
   * Sets the policy by which it is decided which of the tasks that wait is next. Tasks run to their
   * end all the same: nothing is cut in slices. Workers are sent nothing ahead then, which costs
   * tasks of less than 0.1 ms much of their throughput. Tasks that tasks have submitted go before
   * all others, and are not charged. Default: first come, first served.
   *
   * <p>The policy is called under the pool's lock. If it throws, or breaks its word in another way,
   * the pool goes on first come, first served, and {@link dev.rota.PoolStats#policyFailure} says
   * so.
   *
   * @param policy for one pool: the builder's next {@link #build} takes it
   * @return this
   */
  public ProcessPoolBuilder policy(Policy policy) {
    this.policyTaken = false;
    this.policy = requireNonNull(policy, "policy");
    return this;
  }

  /**
   * Adds one who is told what the pool does. Tasks that run are told of within some milliseconds of
   * their start, with the worker's own time. Default: nobody is told, and events are not even made,
   * except for Flight Recorder while it records.
   *
   * @param observer who is told, on the pool's threads: it must be quick
   * @return this
   */
  public ProcessPoolBuilder observer(Observer observer) {
    observers.add(requireNonNull(observer, "observer"));
    return this;
  }

  /**
   * Builds the pool and starts its workers.
   *
   * @return a pool that takes tasks
   * @throws IllegalArgumentException if {@code heap}, {@code softMemory} and {@code memory}, as far
   *     as they are set, are not in that order, or tasks are to run on threads of two kinds
   */
  @Override
  public ProcessPool build() {
    return new ProcessPool(
        this,
        settings(),
        takePolicy(),
        bounds().isAdaptive() ? meter(bounds()) : null,
        new Announcer(observers));
  }

  private static Meter meter(Workers bounds) {
    Controller controller =
        new Controller(bounds.least(), bounds.most(), bounds.first(), WARMING_UP);
    return new Meter(controller, SAMPLE);
  }

  /** A policy serves one pool. */
  private @Nullable Policy takePolicy() {
    if (policy != null && policyTaken) {
      throw new IllegalStateException(
          "policy: this " + policy + " orders a pool already; give the builder another");
    }
    policyTaken = true;
    return policy;
  }

  @Override
  protected ProcessPoolBuilder self() {
    return this;
  }

  private Recycling recycling() {
    return new Recycling(
        maxTasksPerWorker,
        maxWorkerAge == null ? Long.MAX_VALUE : maxWorkerAge.toNanos(),
        limit(softMemory),
        limit(memory),
        ThreadLocalRandom.current().nextLong());
  }

  private static long limit(@Nullable String size) {
    return size == null ? Long.MAX_VALUE : bytes(size);
  }

  private void refuseContradictions() {
    if (threadsPerWorker > 1 && slicedPerWorker > 0) {
      throw new IllegalArgumentException(
          "threadsPerWorker (%d) and slicedPerWorker (%d) exclude each other"
              .formatted(threadsPerWorker, slicedPerWorker));
    }
    requireLess("softMemory", softMemory, "memory", memory);
    requireLess("heap", heap, "memory", memory);
    requireLess("heap", heap, "softMemory", softMemory);
  }

  private static void requireLess(
      String option, @Nullable String size, String other, @Nullable String limit) {
    if (size != null && limit != null && bytes(size) >= bytes(limit)) {
      throw new IllegalArgumentException(
          "%s must be less than %s (%s), not %s".formatted(option, other, limit, size));
    }
  }

  Settings settings() {
    refuseContradictions();
    Optional<WovenClassPath> woven =
        slicedPerWorker > 0
            ? Optional.of(WovenClassPath.of(classPath, weaveOptions()))
            : Optional.empty();
    return new Settings(
        name(),
        workers(),
        Math.max(threadsPerWorker, slicedPerWorker),
        woven,
        spares,
        queueCapacity(),
        heap == null ? defaultHeap() : heap,
        maxResult,
        cancelGrace,
        neighbourGrace,
        recycling(),
        restartIntensity,
        restartPeriod,
        resultLoader(),
        serializedResults,
        woven.map(WovenClassPath::classPath).orElse(classPath),
        jvmArgs,
        environment,
        Optional.ofNullable(workingDirectory));
  }

  /** Where the classes of results are found: as the builder's thread finds its own. */
  private static ClassLoader resultLoader() {
    ClassLoader own = Thread.currentThread().getContextClassLoader();
    return own == null ? ClassLoader.getSystemClassLoader() : own;
  }

  private String defaultHeap() {
    long share = (Runtime.getRuntime().maxMemory() / bounds().most()) >> 20;
    long most = (Math.min(limit(memory), limit(softMemory)) / 4 * 3) >> 20;
    return Math.min(most, Math.max(LEAST_DEFAULT_HEAP_MIB, share)) + "m";
  }
}
