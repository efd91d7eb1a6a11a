/** {@code rota sim}: what would happen, from scenarios to pictures. */
@NullMarked
package dev.rota.cli.sim;

import org.jspecify.annotations.NullMarked;
