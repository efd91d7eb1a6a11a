/** What only Linux has, through {@code java.lang.foreign} and {@code /proc}. */
@NullMarked
package dev.rota.linux;

import org.jspecify.annotations.NullMarked;
