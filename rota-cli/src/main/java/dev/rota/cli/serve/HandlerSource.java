package dev.rota.cli.serve;

/**
 * What answers, as the user named it.
 *
 * @param handler a source file or the name of a class
 * @param classPath where its classes are
 * @param forOthers whether another user runs it, who has to be able to read what is compiled
 */
record HandlerSource(String handler, String classPath, boolean forOthers) {}
