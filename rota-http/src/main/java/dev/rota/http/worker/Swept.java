package dev.rota.http.worker;

/** Something that is looked at now and then, whether it takes too long. */
interface Swept {

  /** Ends what takes too long. Called in its loop. */
  void sweep(long now);
}
