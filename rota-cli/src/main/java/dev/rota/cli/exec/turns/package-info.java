/** Programs that take turns on fewer slots: options, shares and the trace. */
@NullMarked
package dev.rota.cli.exec.turns;

import org.jspecify.annotations.NullMarked;
