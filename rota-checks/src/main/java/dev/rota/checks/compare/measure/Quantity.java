package dev.rota.checks.compare.measure;

/** A column of a table. */
public record Quantity(String name, Unit unit) {

  String title() {
    return unit.symbol().isEmpty() ? name : name + ", " + unit.symbol();
  }
}
