/** The registry's HTTP doors: {@code /api/v1} to manage definitions, and {@code /api/v2} as Feast 0.9 had it. */
package dev.larder.registry.rest;
