/** {@code rota map}: a function over many inputs, one line of output each. */
@NullMarked
package dev.rota.cli.map;

import org.jspecify.annotations.NullMarked;
