package dev.rota.cli.serve;

/**
 * What answers, as the user named it.
 *
 * @param handler a source file or the name of a class
 * @param classPath where its classes are
 */
record HandlerSource(String handler, String classPath) {}
