package dev.rota.cli.input;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The regular files below a folder that a filter lets through, folder by folder, each in the order
 * of its names. One folder at a time is in memory. Links to files count as files; links to folders
 * are not followed, so it always ends.
 *
 * @param text the folder as inputs begin, with a slash at its end unless it is empty
 * @param folder the folder
 * @param depth how far down to look, 1 for the folder itself
 * @param filter which inputs are wanted
 * @param complaints told of a folder that cannot be read, which is then left out
 */
record Tree(
    String text, Path folder, int depth, Predicate<String> filter, Consumer<String> complaints)
    implements Source {

  private record Entry(String text, Path path, int depth, boolean isFolder) {}

  @Override
  public Iterator<String> open() {
    return new Walk();
  }

  private final class Walk implements Iterator<String> {
    private final Deque<Iterator<Entry>> open = new ArrayDeque<>();
    private @Nullable String next;

    Walk() {
      open.push(entries(text, folder, 1).iterator());
    }

    @Override
    public boolean hasNext() {
      while (next == null && !open.isEmpty()) {
        advance(open.element());
      }
      return next != null;
    }

    private void advance(Iterator<Entry> entries) {
      if (!entries.hasNext()) {
        open.pop();
        return;
      }
      var entry = entries.next();
      if (!entry.isFolder()) {
        next = filter.test(entry.text()) ? entry.text() : null;
      } else if (entry.depth() < depth) {
        open.push(entries(entry.text() + "/", entry.path(), entry.depth() + 1).iterator());
      }
    }

    @Override
    public String next() {
      if (!hasNext() || next == null) {
        throw new NoSuchElementException();
      }
      var input = next;
      next = null;
      return input;
    }
  }

  private List<Entry> entries(String folderText, Path folder, int depth) {
    var entries = new ArrayList<Entry>();
    try (var paths = Files.newDirectoryStream(folder)) {
      for (var path : paths) {
        add(path, folderText, depth, entries);
      }
    } catch (IOException | DirectoryIteratorException e) {
      complaints.accept("folder left out, it cannot be read: " + folderText);
    }
    entries.sort(Comparator.comparing(Entry::text));
    return entries;
  }

  private static void add(Path path, String folderText, int depth, List<Entry> entries) {
    var text = folderText + path.getFileName();
    try {
      var kind = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (kind.isDirectory()) {
        entries.add(new Entry(text, path, depth, true));
      } else if (kind.isRegularFile() || (kind.isSymbolicLink() && Files.isRegularFile(path))) {
        entries.add(new Entry(text, path, depth, false));
      }
    } catch (IOException e) {
      // it is gone
    }
  }
}
