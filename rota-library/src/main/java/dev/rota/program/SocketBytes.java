package dev.rota.program;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;

/** Addresses as Linux has them in memory: sockaddr_in, sockaddr_in6 and sockaddr_un. */
final class SocketBytes {
  private static final short AF_UNIX = 1;
  private static final short AF_INET = 2;
  private static final short AF_INET6 = 10;
  private static final int IPV4_BYTES = 16;
  private static final int IPV6_BYTES = 28;

  /** With the NUL at its end. */
  private static final int MOST_PATH_BYTES = 108;

  private SocketBytes() {}

  static byte[] of(SocketAddress address, Charset names) {
    if (address instanceof UnixDomainSocketAddress unix) {
      return unix(unix.getPath().toAbsolutePath().toString().getBytes(names), unix);
    }
    if (address instanceof InetSocketAddress internet) {
      return internet(internet.getAddress(), internet);
    }
    throw new IllegalArgumentException("address must be of TCP or of a unix socket: " + address);
  }

  private static byte[] unix(byte[] path, UnixDomainSocketAddress address) {
    if (path.length >= MOST_PATH_BYTES) {
      throw new IllegalArgumentException(
          "the path of a unix socket has at most "
              + (MOST_PATH_BYTES - 1)
              + " bytes, not "
              + path.length
              + ": "
              + address);
    }
    byte[] bytes = new byte[Short.BYTES + path.length + 1];
    family(bytes, AF_UNIX).put(path);
    return bytes;
  }

  private static byte[] internet(InetAddress ip, InetSocketAddress address) {
    if (ip instanceof Inet4Address) {
      byte[] bytes = new byte[IPV4_BYTES];
      port(family(bytes, AF_INET), address.getPort()).put(ip.getAddress());
      return bytes;
    }
    if (ip instanceof Inet6Address ip6) {
      byte[] bytes = new byte[IPV6_BYTES];
      ByteBuffer rest = port(family(bytes, AF_INET6), address.getPort()).putInt(0);
      rest.put(ip.getAddress()).putInt(ip6.getScopeId());
      return bytes;
    }
    throw new IllegalArgumentException("no such host: " + address);
  }

  private static ByteBuffer family(byte[] bytes, short family) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).putShort(family);
  }

  /** The network's order, whatever the machine's. */
  private static ByteBuffer port(ByteBuffer to, int port) {
    return to.put((byte) (port >> 8)).put((byte) port);
  }
}
