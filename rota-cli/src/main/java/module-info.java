/**
 * The {@code rota} command. It runs on the class path; as a module it can only compile against what
 * Rota exports.
 */
module dev.rota.cli {
  requires com.fasterxml.jackson.core;
  requires dev.rota.http;
  requires dev.rota;
  requires info.picocli;
  requires java.compiler;
  requires jdk.unsupported; // signals
  requires me.tongfei.progressbar;
  requires static org.jspecify;
}
