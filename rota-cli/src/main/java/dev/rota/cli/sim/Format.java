package dev.rota.cli.sim;

/** How results are printed. */
enum Format {
  TEXT,
  JSON,
  CSV
}
