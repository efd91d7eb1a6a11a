package dev.rota.http.link;

/**
 * Where a worker has its certificate from.
 *
 * @param certificate PEM file with the chain; empty if connections speak no TLS
 * @param key PEM file with the private key; empty without TLS
 */
public record TlsFiles(String certificate, String key) {

  /** Connections speak no TLS. */
  public static final TlsFiles NONE = new TlsFiles("", "");

  /** Whether connections speak TLS. */
  public boolean areGiven() {
    return !certificate.isEmpty();
  }
}
