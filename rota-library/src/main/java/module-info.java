/** Rota: processes, threads and coroutines behind ExecutorService, by turns. */
@SuppressWarnings("module") // dev.rota.http is built later
module dev.rota {
  requires java.instrument;
  requires java.management;
  requires jdk.jfr;
  requires static transitive org.jspecify;

  exports dev.rota.adapt to
      dev.rota.cli,
      dev.rota.http;
  exports dev.rota.linux to
      dev.rota.http;
  exports dev.rota.observe;
  exports dev.rota.process;
  exports dev.rota.program;
  exports dev.rota.program.turns;
  exports dev.rota.schedule;
  exports dev.rota.share;
  exports dev.rota.simulate;
  exports dev.rota.slice;
  exports dev.rota.supervise to
      dev.rota.http;
  exports dev.rota.thread;
  exports dev.rota;
}
