package dev.rota.cli.map;

import dev.rota.Pool;
import dev.rota.PoolBuilder;
import dev.rota.cli.args.UserError;
import dev.rota.observe.Observer;
import dev.rota.process.ProcessPool;
import dev.rota.process.ProcessPoolBuilder;
import dev.rota.slice.SlicedPool;
import dev.rota.thread.ThreadPool;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Builds the pool that a request asks for. */
final class Pools {
  private static final long LARGEST_RESULT = 64 << 20;

  private Pools() {}

  static Pool of(MapRequest request, List<Path> userClassPath, List<Observer> observers) {
    try {
      return switch (request.on()) {
        case PROCESS -> {
          var builder = processes(request, userClassPath).workers(request.workers());
          observers.forEach(builder::observer);
          yield builder.build();
        }
        case THREAD -> {
          var builder = common(ThreadPool.builder(), request).workers(request.workers());
          observers.forEach(builder::observer);
          yield builder.build();
        }
        case SLICED -> {
          var builder = common(SlicedPool.builder(), request).workers(request.workers().first());
          observers.forEach(builder::observer);
          yield builder.build();
        }
      };
    } catch (UnsupportedOperationException e) { // CPU time that is not counted, or no agent
      throw new UserError(String.valueOf(e.getMessage()));
    }
  }

  private static ProcessPoolBuilder processes(MapRequest request, List<Path> userClassPath) {
    var builder =
        common(ProcessPool.builder(), request)
            .classPath(Stream.concat(ownClassPath(), userClassPath.stream()).toList());
    var heap = request.heapBytes();
    if (heap != null) {
      // What a worker cannot hold it cannot refuse either.
      builder.heap(text(heap)).maxResult((int) Math.min(LARGEST_RESULT, heap / 4));
    }
    var memory = request.memoryBytes();
    if (memory != null) {
      builder.memory(text(memory));
    }
    return builder;
  }

  /** In the unit that keeps the number short. */
  private static String text(long bytes) {
    return bytes % (1 << 30) == 0
        ? (bytes >> 30) + "g"
        : bytes % (1 << 20) == 0 ? (bytes >> 20) + "m" : (bytes >> 10) + "k";
  }

  private static <B extends PoolBuilder<B>> B common(B builder, MapRequest request) {
    if (request.timeout() != null) {
      builder.taskTimeout(request.timeout());
    }
    if (request.cpuTimeout() != null) {
      builder.taskCpuTimeout(request.cpuTimeout());
    }
    return builder;
  }

  private static Stream<Path> ownClassPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry).toAbsolutePath());
  }
}
