/** Commands with places for inputs. */
@NullMarked
package dev.rota.cli.exec.command;

import org.jspecify.annotations.NullMarked;
