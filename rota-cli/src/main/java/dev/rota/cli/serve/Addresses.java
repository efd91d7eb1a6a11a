package dev.rota.cli.serve;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Where to listen: {@code HOST:PORT}, {@code [::1]:PORT} or {@code unix:PATH}. */
final class Addresses implements ITypeConverter<SocketAddress> {
  private static final String UNIX = "unix:";
  private static final Pattern FORM =
      Pattern.compile("(\\[(?<six>[^\\]]+)\\]|(?<host>[^:]+)):(?<port>[0-9]{1,5})");
  private static final int MOST_PORT = 65_535;

  @Override
  public SocketAddress convert(String value) {
    if (value.startsWith(UNIX) && value.length() > UNIX.length()) {
      try {
        return UnixDomainSocketAddress.of(value.substring(UNIX.length()));
      } catch (InvalidPathException e) {
        throw wrong(value);
      }
    }
    var form = FORM.matcher(value);
    if (!form.matches() || Integer.parseInt(form.group("port")) > MOST_PORT) {
      throw wrong(value);
    }
    var host = form.group("six") == null ? form.group("host") : form.group("six");
    try {
      return new InetSocketAddress(
          InetAddress.getByName(host), Integer.parseInt(form.group("port")));
    } catch (UnknownHostException e) {
      throw new TypeConversionException("'" + host + "' is no address and no known host");
    }
  }

  private static TypeConversionException wrong(String value) {
    return new TypeConversionException(
        "'" + value + "' is no address; allowed is HOST:PORT, [::1]:PORT or unix:PATH");
  }
}
