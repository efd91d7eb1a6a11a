package dev.rota.slice;

/** How the threads of strands are made, which decides how they give their carrier up. */
enum Threads {
  /** Virtual threads, which come down wherever they wait. */
  VIRTUAL {
    @Override
    Thread unstarted(Strand strand, String name, Runnable body) {
      return VirtualThreads.unstarted(strand, body);
    }
  },
  /** Platform threads, which come down where they poll. */
  COOPERATIVE {
    @Override
    Thread unstarted(Strand strand, String name, Runnable body) {
      return new CooperativeThread(strand, name, body);
    }

    @Override
    void start(Strand strand, Thread thread) {
      strand.continuation = ((CooperativeThread) thread)::carry;
      thread.start();
    }
  };

  /** A thread that the strand runs; virtual ones have no name, which costs memory. */
  abstract Thread unstarted(Strand strand, String name, Runnable body);

  /** On the carrier that begins with the strand: starts the thread and gives it a continuation. */
  void start(Strand strand, Thread thread) {
    thread.start(); // which gives the strand its continuation
  }
}
