/** What standard error shows while a command runs, and the summary at its end. */
@NullMarked
package dev.rota.cli.progress;

import org.jspecify.annotations.NullMarked;
