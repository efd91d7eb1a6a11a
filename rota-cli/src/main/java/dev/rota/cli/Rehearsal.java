package dev.rota.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * The training run of the start cache: does what users do first, so that the cache holds the classes for it. It runs
 * nothing but the parser.
 */
final class Rehearsal {
    private Rehearsal() {}

    static void main(String[] args) {
        var lines = new ArrayList<>(List.of(List.of("--version"), List.of("--help"), List.of("--no-such-option")));
        Subcommands.NAMES.forEach(name -> lines.add(List.of(name, "--help")));
        for (var line : lines) {
            Main.run(Main.writer(System.out), Main.writer(System.err), line.toArray(String[]::new));
        }
        System.exit(0);
    }
}
