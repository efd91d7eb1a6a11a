/** Runs of {@code rota exec} and {@code rota map} that are killed and go on by their log. */
@NullMarked
package dev.rota.checks.resume;

import org.jspecify.annotations.NullMarked;
