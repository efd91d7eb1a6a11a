/** Services under every worker model: Netty for the wire, Rota for the workers. */
module dev.rota.http {
  requires com.fasterxml.jackson.core;
  requires transitive dev.rota;
  requires io.netty.buffer;
  requires io.netty.codec;
  requires io.netty.codec.http;
  requires io.netty.codec.http2;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.transport;
  requires io.netty.transport.classes.epoll;
  requires io.netty.transport.unix.common;
  requires jdk.unsupported; // signals
  requires static transitive org.jspecify;

  exports dev.rota.http.serve;
  exports dev.rota.http;
}
