package dev.rota.checks.compare;

import java.io.IOException;
import java.util.List;

/** A pool with a fixed number of workers. */
interface Peer extends AutoCloseable {

  /** What it is called in the table. */
  String name();

  /** How work can be given to it. */
  List<Way> ways();

  @Override
  void close() throws IOException;
}
