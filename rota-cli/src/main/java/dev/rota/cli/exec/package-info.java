/** {@code rota exec}: a program for each of many inputs. */
@NullMarked
package dev.rota.cli.exec;

import org.jspecify.annotations.NullMarked;
