package dev.rota.checks.compare.peer;

import java.io.IOException;
import java.util.List;

/** A pool with a fixed number of workers. */
interface Peer extends AutoCloseable {

  /** How work can be given to it. */
  List<Way> ways();

  @Override
  void close() throws IOException;
}
