/** Serving's HTTP doors: online features as today's Feast asks for them, and rows to write and delete. */
package dev.larder.serving.rest;
