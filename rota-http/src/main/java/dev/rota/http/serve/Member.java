package dev.rota.http.serve;

/** A worker as the master sees it. Used by the service's thread. */
final class Member {

  final int worker;
  final int slot;

  /** Which of the reloads it belongs to. */
  final long generation;

  final long startedAt;
  int pid;
  boolean ready;
  boolean proven;

  /** When it is killed if it has not gone by itself; 0 while it may stay. */
  long killAt;

  Member(int worker, int slot, long generation, long startedAt) {
    this.worker = worker;
    this.slot = slot;
    this.generation = generation;
    this.startedAt = startedAt;
  }
}
