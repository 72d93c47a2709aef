/**
 * For which modules this replica answers, and what follows from that. One image scales any of them alone. Knows no module's code: a
 * door says which module it belongs to by the package it is in, background work by {@link dev.larder.module.In}.
 */
package dev.larder.module;
