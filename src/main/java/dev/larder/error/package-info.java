/**
 * How anything fails on purpose: one exception with a code, a reason that programs can compare, and a text that people
 * can act on. Knows no protocol; {@code wire} translates it, once for each.
 */
package dev.larder.error;
