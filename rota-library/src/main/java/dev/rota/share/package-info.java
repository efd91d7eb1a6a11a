/**
 * Memory that tasks in different processes, threads and virtual threads share, and the locks at its
 * door: {@link dev.rota.share.SharedRegion}, {@link dev.rota.share.SharedMutex}, {@link
 * dev.rota.share.SharedSemaphore}.
 */
@NullMarked
package dev.rota.share;

import org.jspecify.annotations.NullMarked;
