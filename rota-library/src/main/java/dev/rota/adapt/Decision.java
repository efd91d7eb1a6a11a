package dev.rota.adapt;

/**
 * What a {@link Controller} wants.
 *
 * @param workers how many workers there are to be from now on
 * @param settled whether they are to stay; else they are there to be compared with the others
 * @param why in one line
 */
public record Decision(int workers, boolean settled, String why) {}
