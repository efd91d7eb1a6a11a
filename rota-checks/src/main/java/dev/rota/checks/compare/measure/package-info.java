/** The way all figures are measured: lines in turn, round by round, and what came of it. */
@NullMarked
package dev.rota.checks.compare.measure;

import org.jspecify.annotations.NullMarked;
