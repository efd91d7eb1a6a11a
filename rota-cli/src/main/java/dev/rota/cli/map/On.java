package dev.rota.cli.map;

/** What the workers are. */
enum On {
  PROCESS,
  THREAD
}
