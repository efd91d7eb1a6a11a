package dev.rota.observe;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a trace knows of one pool: a "process" of the format, whose "threads" are the workers. */
final class TracePool {

  private static final int MOST_TRACKS = 8192; // twice as many as a pool can have workers

  final int number;
  int queued;
  int counted = -1;
  long countedAt = Long.MIN_VALUE / 2;
  long latest;
  private int lastTrack;

  private final Map<String, Integer> tracks =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
          return size() > MOST_TRACKS;
        }
      };

  TracePool(int number) {
    this.number = number;
  }

  /** The track of a worker, which is given its name when it is new. */
  int track(String worker, TraceFormat out) throws IOException {
    Integer track = tracks.get(worker);
    if (track == null) {
      track = ++lastTrack;
      tracks.put(worker, track);
      out.threadName(number, track, worker);
    }
    return track;
  }
}
