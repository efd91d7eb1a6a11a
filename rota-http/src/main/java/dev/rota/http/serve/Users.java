package dev.rota.http.serve;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipalNotFoundException;

/** Other users, whose rights workers are to take. */
final class Users {

  private static final int ROOT = 0;

  private Users() {}

  /**
   * Whether that can be; asked once by the master, as workers would fail one after the other.
   *
   * @throws ServiceException if not
   */
  static void check(String user) {
    if (user.isEmpty()) {
      return;
    }
    try {
      FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(user);
    } catch (UserPrincipalNotFoundException e) {
      throw new ServiceException("there is no user " + user, e);
    } catch (IOException e) {
      throw new ServiceException("users cannot be looked up: " + e.getMessage(), e);
    }
    if (!isRoot()) {
      throw new ServiceException("only root can have workers take the rights of " + user);
    }
  }

  static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(ROOT);
    } catch (IOException e) {
      return false;
    }
  }
}
