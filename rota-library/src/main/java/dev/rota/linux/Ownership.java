package dev.rota.linux;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/** Who could have written a file. */
public final class Ownership {

  private static final int OTHERS_WRITE = 0022;
  private static final int STICKY = 01000;
  private static final Integer ROOT = 0;

  private Ownership() {}

  /**
   * Whether nobody but this user, and root, can write to a file or folder or put another in its
   * place: it is the user's, no link, and each folder above it is the user's or root's and not for
   * others to write to, unless they can remove nothing there but what is theirs.
   *
   * @throws IOException if that cannot be said; the path does not exist for example
   */
  public static boolean isOfTheUserAlone(Path path) throws IOException {
    Object user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    Path real = path.toRealPath(LinkOption.NOFOLLOW_LINKS);
    Map<String, Object> own = attributes(real);
    if (!user.equals(own.get("uid")) || (mode(own) & OTHERS_WRITE) != 0) {
      return false;
    }
    for (Path above = real.getParent(); above != null; above = above.getParent()) {
      Map<String, Object> folder = attributes(above);
      boolean trusted = user.equals(folder.get("uid")) || ROOT.equals(folder.get("uid"));
      boolean open = (mode(folder) & OTHERS_WRITE) != 0 && (mode(folder) & STICKY) == 0;
      if (!trusted || open) {
        return false;
      }
    }
    return true;
  }

  private static Map<String, Object> attributes(Path path) throws IOException {
    return Files.readAttributes(path, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
  }

  private static int mode(Map<String, Object> attributes) {
    return (Integer) requireNonNull(attributes.get("mode"));
  }
}
