package dev.rota.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An answer. Never changed, so one object may answer many requests, and safe for many threads.
 * Length, date and connection headers are added when it is sent.
 */
public final class Response {

  private static final int LEAST_STATUS = 200;
  private static final int MOST_STATUS = 599;

  /**
   * A header.
   *
   * @param name a token, such as {@code content-type}
   * @param value without line ends
   */
  public record Header(String name, String value) {

    /**
     * Checks that it cannot become more than one header.
     *
     * @throws IllegalArgumentException if the name is no token, or the value has control characters
     */
    public Header {
      if (name.isEmpty() || !name.chars().allMatch(Header::isToken)) {
        throw new IllegalArgumentException("no name of a header: '" + name + "'");
      }
      if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
        throw new IllegalArgumentException(
            "the value of header " + name + " must not have control characters");
      }
    }

    private static boolean isToken(int c) {
      return (Character.isLetterOrDigit(c) && c < 0x80) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }
  }

  private final int status;
  private final List<Header> headers;
  private final byte[] body; // ours alone

  private Response(int status, List<Header> headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /**
   * An answer without a body.
   *
   * @param status 200 to 599
   * @return the answer
   * @throws IllegalArgumentException if the status is out of range
   */
  public static Response of(int status) {
    if (status < LEAST_STATUS || status > MOST_STATUS) {
      throw new IllegalArgumentException("status must be 200 to 599, not " + status);
    }
    return new Response(status, List.of(), new byte[0]);
  }

  /**
   * Status 200 and text.
   *
   * @param text sent in UTF-8
   * @return the answer
   */
  public static Response text(String text) {
    return bytes("text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Status 200 and bytes.
   *
   * @param contentType what they are, such as {@code application/json}
   * @param body copied
   * @return the answer
   * @throws IllegalArgumentException if the type cannot be in a header
   */
  public static Response bytes(String contentType, byte[] body) {
    return new Response(200, List.of(new Header("content-type", contentType)), body.clone());
  }

  /**
   * The same with another status.
   *
   * @param status 200 to 599
   * @return the answer
   * @throws IllegalArgumentException if the status is out of range
   */
  public Response withStatus(int status) {
    return new Response(of(status).status, headers, body);
  }

  /**
   * The same with one more header.
   *
   * @param name a token
   * @param value without line ends
   * @return the answer
   * @throws IllegalArgumentException if they cannot be a header
   */
  public Response withHeader(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new Response(status, List.copyOf(more), body);
  }

  /**
   * The same with text for its body.
   *
   * @param text sent in UTF-8
   * @return the answer
   */
  public Response withText(String text) {
    return new Response(status, text(text).headers, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The status.
   *
   * @return 200 to 599
   */
  public int status() {
    return status;
  }

  /**
   * The headers.
   *
   * @return in order
   */
  public List<Header> headers() {
    return headers;
  }

  /**
   * The body.
   *
   * @return a view of it that cannot be written to
   */
  public ByteBuffer body() {
    return ByteBuffer.wrap(body).asReadOnlyBuffer();
  }

  /**
   * How long the body is.
   *
   * @return in bytes
   */
  public int length() {
    return body.length;
  }
}
