/** Rota: processes, threads and coroutines behind ExecutorService, by turns. */
module dev.rota {
  requires java.instrument;
  requires java.management;
  requires jdk.jfr;
  requires static transitive org.jspecify;

  exports dev.rota.observe;
  exports dev.rota.process;
  exports dev.rota.program;
  exports dev.rota.program.turns;
  exports dev.rota.schedule;
  exports dev.rota.share;
  exports dev.rota.simulate;
  exports dev.rota.slice;
  exports dev.rota.thread;
  exports dev.rota;
}
