/** The log of a run, from which another run can go on. */
@NullMarked
package dev.rota.cli.joblog;

import org.jspecify.annotations.NullMarked;
