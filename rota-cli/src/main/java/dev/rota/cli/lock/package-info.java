/** {@code rota sem} and {@code rota locks}. */
@NullMarked
package dev.rota.cli.lock;

import org.jspecify.annotations.NullMarked;
