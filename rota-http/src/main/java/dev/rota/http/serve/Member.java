package dev.rota.http.serve;

import dev.rota.http.link.Row;
import dev.rota.http.link.Row.Count;
import org.jspecify.annotations.Nullable;

/** A worker as the master sees it. Used by the service's thread. */
final class Member {

  final int worker;
  final int slot;

  static final long NEVER = Long.MIN_VALUE / 2;

  /** What it says of itself. */
  final Row row;

  /** Which of the reloads it belongs to. */
  final long generation;

  final long startedAt;
  int pid;
  boolean ready;
  boolean proven;

  /** Whether it was noted that it is to be replaced. */
  boolean worn;

  /** When its memory and files were looked at. */
  long lookedAt = NEVER;

  /** Whether it took more from the beginning, and that is not held against it. */
  boolean memoryExempt;

  boolean filesExempt;

  /** When it is killed if it has not gone by itself; 0 while it may stay. */
  long killAt;

  /** What it writes; null before it is started. */
  @Nullable Echo echo;

  Member(int worker, int slot, Row row, long generation, long startedAt) {
    this.worker = worker;
    this.slot = slot;
    this.row = row;
    this.generation = generation;
    this.startedAt = startedAt;
  }

  /** How many requests it handles, or has waiting for that. */
  long busy() {
    return row.get(Count.BUSY);
  }
}
