/** The registry's tables in PostgreSQL. Gives definitions out and takes definitions in; what is JPA stays in here. */
package dev.larder.registry.db;
