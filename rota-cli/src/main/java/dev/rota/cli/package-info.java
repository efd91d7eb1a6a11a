/** The {@code rota} command: parses arguments, calls the library, prints. */
@NullMarked
package dev.rota.cli;

import org.jspecify.annotations.NullMarked;
