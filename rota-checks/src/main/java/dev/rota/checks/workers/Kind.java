package dev.rota.checks.workers;

import dev.rota.Pool;
import dev.rota.Workers;
import dev.rota.process.ProcessPool;
import dev.rota.thread.ThreadPool;
import java.util.Locale;

/** What the workers are. */
enum Kind {
  THREADS,
  PROCESSES;

  Pool pool(Workers workers) {
    return switch (this) {
      case THREADS -> ThreadPool.builder().workers(workers).build();
      case PROCESSES -> ProcessPool.builder().workers(workers).heap("16m").build();
    };
  }

  String title() {
    return name().toLowerCase(Locale.ROOT);
  }
}
