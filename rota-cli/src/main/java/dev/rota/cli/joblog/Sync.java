package dev.rota.cli.joblog;

/** When a log is forced to disk, so that it survives the machine and not only the process. */
public enum Sync {
  NEVER,
  SECOND,
  EACH
}
