package dev.rota.share;

import java.io.Serializable;

/** What travels in the place of an object in a region: where it is; or of the region itself. */
record ObjectHandle(RegionHandle region, long place) implements Serializable {

  private static final long ALL = -1;

  static ObjectHandle ofAll(Attachment region) {
    return of(region, ALL);
  }

  static ObjectHandle of(Attachment region, long place) {
    return new ObjectHandle(RegionHandle.of(region), place);
  }

  private Object readResolve() {
    SharedRegion attached = region.attach();
    return place == ALL ? attached : attached.objectAt(place);
  }
}
