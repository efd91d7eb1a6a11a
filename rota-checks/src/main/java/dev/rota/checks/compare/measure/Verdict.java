package dev.rota.checks.compare.measure;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a target is reached, by the median of the rounds. */
record Verdict(Target target, String subject, @Nullable String peer, Spread measured) {

  /** One for each subject and peer that the target speaks of. */
  static List<Verdict> of(Target target, Sheet sheet) {
    List<Verdict> verdicts = new ArrayList<>();
    for (String subject : sheet.subjects()) {
      if (!subject.startsWith(target.subject()) || !sheet.has(subject, target.quantity())) {
        continue;
      }
      if (target.peer() == null) {
        Spread value = sheet.value(subject, target.quantity());
        verdicts.add(new Verdict(target, subject, null, value));
        continue;
      }
      for (String peer : sheet.subjects()) {
        if (peer.startsWith(target.peer()) && sheet.has(peer, target.quantity())) {
          Spread ratio = sheet.ratio(subject, peer, target.quantity());
          verdicts.add(new Verdict(target, subject, peer, ratio));
        }
      }
    }
    return verdicts;
  }

  boolean isReached() {
    return target.isReached(measured.median());
  }

  String line() {
    return "| %s%s, %s | %s | %s (%s to %s) | %s |"
        .formatted(
            subject,
            peer == null ? "" : " beside " + peer,
            target.quantity().name(),
            target.text(),
            show(measured.median()),
            show(measured.least()),
            show(measured.most()),
            isReached() ? "yes" : "**no**");
  }

  private String show(double value) {
    return peer == null ? target.quantity().unit().show(value) : Unit.digits(value) + "×";
  }
}
