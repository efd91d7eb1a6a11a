/** How outcomes are written: one line of JSON each. */
@NullMarked
package dev.rota.cli.output;

import org.jspecify.annotations.NullMarked;
