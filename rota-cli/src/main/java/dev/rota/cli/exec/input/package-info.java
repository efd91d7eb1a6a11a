/**
 * What programs are run for: values after {@code :::}, lines of files and of standard input, their
 * combinations and columns. A character of a value is a byte, as what is no text is passed on too.
 */
@NullMarked
package dev.rota.cli.exec.input;

import org.jspecify.annotations.NullMarked;
