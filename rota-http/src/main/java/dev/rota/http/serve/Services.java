package dev.rota.http.serve;

import dev.rota.http.link.Board;
import dev.rota.http.link.StatusReport;
import dev.rota.share.RegionException;
import dev.rota.share.SharedRegion;
import java.util.List;

/** The services of this user that run on this machine, seen from outside. */
public final class Services {

  private Services() {}

  /**
   * Their names.
   *
   * @return in alphabetical order
   * @throws ServiceException if the system does not allow it
   */
  public static List<String> names() {
    try {
      return SharedRegion.names().stream()
          .filter(name -> name.startsWith(Board.PREFIX))
          .map(name -> name.substring(Board.PREFIX.length()))
          .toList();
    } catch (RegionException e) {
      throw new ServiceException("services cannot be seen: " + e.getMessage(), e);
    }
  }

  /**
   * What the scoreboard of one says now.
   *
   * @param name of the service
   * @return an object of JSON, in one line
   * @throws ServiceException if there is none of that name
   */
  public static String json(String name) {
    return report(name).json();
  }

  /**
   * The same for people.
   *
   * @param name of the service
   * @return lines
   * @throws ServiceException if there is none of that name
   */
  public static String text(String name) {
    return report(name).text();
  }

  private static StatusReport report(String name) {
    try (SharedRegion region = SharedRegion.open(Board.PREFIX + name)) {
      return StatusReport.of(Board.in(region), System.nanoTime());
    } catch (RegionException | IllegalArgumentException e) {
      throw new ServiceException("no service " + name + ": " + e.getMessage(), e);
    }
  }
}
