package dev.rota.http.worker;

import dev.rota.http.Request;
import java.util.List;
import java.util.Optional;

/** A request for a path that no client has sent. */
record HealthRequest(String path) implements Request {

  private static final byte[] NOTHING = {};

  @Override
  public String method() {
    return "GET";
  }

  @Override
  public String target() {
    return path;
  }

  @Override
  public String query() {
    return "";
  }

  @Override
  public Optional<String> parameter(String name) {
    return Optional.empty();
  }

  @Override
  public Optional<String> header(String name) {
    return headers(name).stream().findFirst();
  }

  @Override
  public List<String> headers(String name) {
    return name.equalsIgnoreCase("host") ? List.of("localhost") : List.of();
  }

  @Override
  public byte[] body() {
    return NOTHING;
  }

  @Override
  public String remote() {
    return "127.0.0.1";
  }

  @Override
  public boolean isSecure() {
    return false;
  }
}
