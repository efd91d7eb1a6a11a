package dev.rota.http;

import java.util.List;
import java.util.Optional;

/** A request, whole: its body has arrived. Never changed, and safe for many threads. */
public interface Request {

  /**
   * The method.
   *
   * @return such as GET, as it was sent
   */
  String method();

  /**
   * What was asked for.
   *
   * @return path and query as they were sent, such as {@code /a%20b?c=d}
   */
  String target();

  /**
   * The path.
   *
   * @return decoded, such as {@code /a b}; as it was sent if that cannot be done
   */
  String path();

  /**
   * The query.
   *
   * @return what is behind the first question mark of the target, as it was sent; empty if there is
   *     none
   */
  String query();

  /**
   * The first value of a parameter in the query.
   *
   * @param name its name, decoded
   * @return decoded; empty if there is none of that name
   */
  Optional<String> parameter(String name);

  /**
   * The first header of a name.
   *
   * @param name in any case
   * @return its value; empty if there is none
   */
  Optional<String> header(String name);

  /**
   * All headers of a name.
   *
   * @param name in any case
   * @return their values, in order
   */
  List<String> headers(String name);

  /**
   * The body.
   *
   * @return of length 0 if there is none; a copy
   */
  byte[] body();

  /**
   * Who asks.
   *
   * @return the address of the other end, or {@code unix} for a Unix socket
   */
  String remote();

  /**
   * Whether it came by TLS.
   *
   * @return if so
   */
  boolean isSecure();
}
