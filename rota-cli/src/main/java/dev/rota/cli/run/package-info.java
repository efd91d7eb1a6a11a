/** What all subcommands have in common that run inputs. */
@NullMarked
package dev.rota.cli.run;

import org.jspecify.annotations.NullMarked;
