package dev.rota.http.serve;

import dev.rota.program.ProgramEvent;
import dev.rota.program.Programs;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The socket of a service, which the guardian has, and all workers inherit.
 *
 * @param address as it was asked for
 * @param port the one that it got, if any was free to take; 0 of a Unix socket
 */
record ListeningSocket(SocketAddress address, int port) {

  private static final long SECONDS = 10;

  /** The guardian's first answer tells of the socket, so nothing else may be asked before. */
  static ListeningSocket open(Programs programs, Plan plan) throws IOException {
    ListeningSocket socket = open(programs, plan.address(), plan.backlog());
    if (plan.address() instanceof UnixDomainSocketAddress unix) {
      Path _ = Files.setPosixFilePermissions(unix.getPath(), plan.socketMode());
    }
    return socket;
  }

  private static ListeningSocket open(Programs programs, SocketAddress address, int backlog)
      throws IOException {
    programs.listen(WorkerCommand.SOCKET, address, backlog);
    CompletableFuture<@Nullable ProgramEvent> first =
        CompletableFuture.supplyAsync(() -> next(programs));
    try {
      return switch (first.get(SECONDS, TimeUnit.SECONDS)) {
        case ProgramEvent.Listening(int _, int port) -> new ListeningSocket(address, port);
        case ProgramEvent.NotListening(int _, int error) ->
            throw new ServiceException(
                "cannot listen on " + new ListeningSocket(address, 0) + ": " + reason(error));
        case null, default -> throw new ServiceException("the guardian of the workers is gone");
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServiceException("interrupted");
    } catch (ExecutionException | TimeoutException e) {
      throw new ServiceException("the guardian of the workers does not answer", e);
    }
  }

  private static @Nullable ProgramEvent next(Programs programs) {
    try {
      return programs.next();
    } catch (IOException e) {
      return null;
    }
  }

  private static String reason(int error) {
    return switch (error) {
      case 98 -> "the address is in use";
      case 99 -> "it is no address of this machine";
      case 13 -> "that needs more rights";
      default -> "error " + error;
    };
  }

  /** With the port that it got. */
  @Override
  public String toString() {
    if (address instanceof InetSocketAddress internet) {
      String host = internet.getAddress().getHostAddress();
      return (host.contains(":") ? "[" + host + "]" : host)
          + ":"
          + (port == 0 ? internet.getPort() : port);
    }
    return "unix:" + address;
  }
}
