package dev.rota.cli.serve;

/** How lines of the access log look. */
enum LogFormat {
  COMMON,
  JSON
}
