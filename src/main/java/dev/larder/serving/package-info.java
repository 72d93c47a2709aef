/**
 * The values of these features for these entities, now. Keeps a copy of the definitions that is never more than a second old, plans
 * each shape of request once, reads the rows of all tables in one round trip and finds the features in them without copying. The
 * doors turn what was found into the bytes of their protocol.
 */
package dev.larder.serving;
