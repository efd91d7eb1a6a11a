/** What the arguments INPUT name, one input after the other. */
@NullMarked
package dev.rota.cli.input;

import org.jspecify.annotations.NullMarked;
