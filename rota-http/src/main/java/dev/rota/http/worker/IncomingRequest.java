package dev.rota.http.worker;

import dev.rota.http.Request;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Optional;

/** A request as Netty has read it. */
final class IncomingRequest implements Request {

  private static final byte[] NOTHING = {};

  private final String method;
  private final String target;
  private final HttpHeaders headers;
  private final byte[] body;
  private final String remote;
  private final boolean secure;

  /** Copies the body; the message can be released. */
  IncomingRequest(FullHttpRequest message, String remote, boolean secure) {
    this.method = message.method().name();
    this.target = message.uri();
    this.headers = message.headers();
    this.body = message.content().isReadable() ? ByteBufUtil.getBytes(message.content()) : NOTHING;
    this.remote = remote;
    this.secure = secure;
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public String target() {
    return target;
  }

  @Override
  public String path() {
    int end = target.indexOf('?');
    String path = end < 0 ? target : target.substring(0, end);
    if (path.indexOf('%') < 0) {
      return path;
    }
    try {
      return new QueryStringDecoder(path).path();
    } catch (IllegalArgumentException e) {
      return path;
    }
  }

  @Override
  public String query() {
    int mark = target.indexOf('?');
    return mark < 0 ? "" : target.substring(mark + 1);
  }

  @Override
  public Optional<String> parameter(String name) {
    List<String> values;
    try {
      values = new QueryStringDecoder(query(), false).parameters().get(name);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    return values == null ? Optional.empty() : Optional.of(values.getFirst());
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  @Override
  public List<String> headers(String name) {
    return headers.getAll(name);
  }

  @Override
  public byte[] body() {
    return body.length == 0 ? body : body.clone();
  }

  @Override
  public String remote() {
    return remote;
  }

  @Override
  public boolean isSecure() {
    return secure;
  }

  @Override
  public String toString() {
    return method + " " + target;
  }
}
