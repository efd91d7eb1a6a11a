/** What is measured: a class a figure. */
@NullMarked
package dev.rota.checks.compare.figure;

import org.jspecify.annotations.NullMarked;
