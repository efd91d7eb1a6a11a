/**
 * What the arguments of all subcommands have in common: forms of values, and the error of a user's
 * mistake.
 */
@NullMarked
package dev.rota.cli.args;

import org.jspecify.annotations.NullMarked;
