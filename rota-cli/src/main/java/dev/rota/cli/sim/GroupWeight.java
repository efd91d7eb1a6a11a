package dev.rota.cli.sim;

/** The weight of a group among its siblings. */
record GroupWeight(String path, double weight) {}
