/** All that the master of a service and its workers say to each other. */
@NullMarked
package dev.rota.http.link;

import org.jspecify.annotations.NullMarked;
