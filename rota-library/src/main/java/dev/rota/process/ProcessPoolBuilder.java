package dev.rota.process;

import static java.util.Objects.requireNonNull;

import dev.rota.PoolBuilder;
import dev.rota.observe.Announcer;
import dev.rota.observe.Observer;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Builds {@link ProcessPool}s; the defaults do without a single call. */
public final class ProcessPoolBuilder extends PoolBuilder<ProcessPoolBuilder> {

  private static final Pattern SIZE = Pattern.compile("[1-9][0-9]{0,9}[kKmMgG]?");
  private static final int MAX_SPARES = 1024;
  private static final long LEAST_HEAP = 8 << 20;
  private static final int LEAST_DEFAULT_HEAP_MIB = 64;

  private int spares = 1;
  private @Nullable String heap;
  private int maxResult = 64 << 20;
  private Duration cancelGrace = Duration.ofMillis(500);
  private int maxTasksPerWorker = Integer.MAX_VALUE;
  private int restartIntensity = 5;
  private Duration restartPeriod = Duration.ofSeconds(10);
  private String classPath = ownClassPath();
  private List<String> jvmArgs = List.of();
  private final Map<String, String> environment = new HashMap<>();
  private @Nullable Path workingDirectory;
  private final List<Observer> observers = new ArrayList<>();

  ProcessPoolBuilder() {}

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
   * among the workers, at least 64 MiB.
   *
   * @param heap a number with {@code k}, {@code m} or {@code g}, such as {@code "256m"}
   * @return this
   * @throws IllegalArgumentException if {@code heap} is not of that form or less than 8 MiB
   */
  public ProcessPoolBuilder heap(String heap) {
    if (!SIZE.matcher(heap).matches() || bytes(heap) < LEAST_HEAP) {
      throw new IllegalArgumentException(
          "heap must be a size of 8m or more, such as 256m or 2g, not \"" + heap + "\"");
    }
    this.heap = heap;
    return this;
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
   * Sets after how many tasks a worker is replaced by a fresh one. Default: never.
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
   * Sets where workers find classes. Rota's own must be on it. Default: the class path and module
   * path of this JVM.
   *
   * @param classPath files and folders
   * @return this
   */
  public ProcessPoolBuilder classPath(List<Path> classPath) {
    this.classPath =
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
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

  @Override
  public ProcessPool build() {
    return new ProcessPool(this, settings(), new Announcer(observers));
  }

  @Override
  protected ProcessPoolBuilder self() {
    return this;
  }

  private Settings settings() {
    return new Settings(
        name(),
        workers(),
        spares,
        heap == null ? defaultHeap() : heap,
        maxResult,
        cancelGrace,
        maxTasksPerWorker,
        restartIntensity,
        restartPeriod,
        resultLoader(),
        classPath,
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
    long share = (Runtime.getRuntime().maxMemory() / workers()) >> 20;
    return Math.max(LEAST_DEFAULT_HEAP_MIB, share) + "m";
  }

  /** Absolute, because workers may work in another folder. */
  private static String ownClassPath() {
    return Stream.of("java.class.path", "jdk.module.path")
        .map(property -> System.getProperty(property, ""))
        .flatMap(path -> Stream.of(path.split(File.pathSeparator)))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
