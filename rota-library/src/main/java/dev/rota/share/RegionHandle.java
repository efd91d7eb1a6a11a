package dev.rota.share;

import dev.rota.linux.ProcessIdentity;
import java.io.Serializable;

/**
 * What travels in the place of a region: which it is, and which process has it under what number.
 */
record RegionHandle(
    long identity, String name, long pid, long start, long namespace, int descriptor)
    implements Serializable {

  static RegionHandle of(Attachment region) {
    ProcessIdentity own = ProcessIdentity.own();
    return new RegionHandle(
        region.identity(),
        region.name(),
        own.pid(),
        own.start(),
        own.namespace(),
        region.descriptor());
  }

  SharedRegion attach() {
    return Regions.attach(this);
  }

  Names.Holder holder() {
    return new Names.Holder(new ProcessIdentity(pid, start, namespace), descriptor);
  }
}
