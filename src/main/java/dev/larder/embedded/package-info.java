/**
 * The PostgreSQL and the Redis that run when none is configured.
 *
 * <p>Owns the data directory: its lock, the unpacked server programs, the PostgreSQL cluster and the Redis data in it, and the two
 * server processes. Gives {@link dev.larder.embedded.EmbeddedServers}, started before the application and stopped after it, and the
 * configuration properties with which the application finds them. Never knows what is stored, never touches a server it did not start,
 * and imports nothing else of Larder.
 */
package dev.larder.embedded;
