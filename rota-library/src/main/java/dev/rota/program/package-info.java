/**
 * Runs programs: many at a time, each in a process group of its own, none of which outlives the
 * master. Output goes to files without a name or to pipes, never through the heap unless it is
 * read.
 */
@NullMarked
package dev.rota.program;

import org.jspecify.annotations.NullMarked;
