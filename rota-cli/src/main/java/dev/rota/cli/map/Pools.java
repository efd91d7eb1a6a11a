package dev.rota.cli.map;

import dev.rota.Pool;
import dev.rota.cli.args.UserError;
import dev.rota.process.ProcessPool;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Builds the pool that a request asks for. */
final class Pools {
    private static final long LARGEST_RESULT = 64 << 20;

    private Pools() {}

    static Pool of(MapRequest request, List<Path> userClassPath) {
        return switch (request.on()) {
            case PROCESS -> processes(request, userClassPath);
            case THREAD -> throw new UserError("--on thread is not there yet");
        };
    }

    private static Pool processes(MapRequest request, List<Path> userClassPath) {
        var builder = ProcessPool.builder().workers(request.workers());
        if (request.timeout() != null) {
            builder.taskTimeout(request.timeout());
        }
        if (request.heapBytes() != null) {
            builder.heap((request.heapBytes() >> 10) + "k");
            // What a worker cannot hold it cannot refuse either.
            builder.maxResult((int) Math.min(LARGEST_RESULT, request.heapBytes() / 4));
        }
        return builder.classPath(Stream.concat(ownClassPath(), userClassPath.stream()).toList())
                .build();
    }

    private static Stream<Path> ownClassPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath());
    }
}
