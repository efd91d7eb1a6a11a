/** {@code rota serve} and {@code rota status}. */
@NullMarked
package dev.rota.cli.serve;

import org.jspecify.annotations.NullMarked;
