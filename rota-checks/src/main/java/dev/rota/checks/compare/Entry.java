package dev.rota.checks.compare;

/** One line of the table: the same way to give work to one worker and to many. */
record Entry(String name, Row one, Row many) {}
