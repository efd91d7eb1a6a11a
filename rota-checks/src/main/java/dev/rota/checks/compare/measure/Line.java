package dev.rota.checks.compare.measure;

import java.util.List;

/** What is measured of one subject in each round: a value for each quantity. */
record Line(String subject, List<Quantity> quantities, Stage.Values measure) {}
